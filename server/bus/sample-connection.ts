// A first look at what a connection would bring, for whoever is about to save it: a few of each, and never a failure of
// the whole. What the connector cannot list is not there; what the key may not see comes with the reason.
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import type { OpenConnection } from './connection/open-connection.ts';
import { inConnector } from './dispatch/prepare-call.ts';

interface SampleItem {
  id: string;
  name: string;
  detail: string | null;
}

export interface SamplePart {
  what: 'clients' | 'devices' | 'tickets';
  items: SampleItem[];
  hasMore: boolean;
  /** why nothing is here, as a sentence */
  why: string | null;
}

const shown = 5;
const paging = { limit: shown };
const noTag = { tag: '' };

export async function sampleConnection(connection: OpenConnection, context: ConnectorContext): Promise<SamplePart[]> {
  const { capabilities } = connection.connector;
  const clients = capabilities['client.list'];
  const devices = capabilities['device.list'];
  const tickets = capabilities['ticket.search'];

  async function look<Item>(
    what: SamplePart['what'],
    ask: () => Promise<Page<Item>>,
    show: (item: Item) => SampleItem,
  ): Promise<SamplePart> {
    try {
      const { items, next } = await inConnector(connection, ask);
      return {
        what,
        items: items.slice(0, shown).map(show),
        hasMore: next !== null || items.length > shown,
        why: null,
      };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { what, items: [], hasMore: false, why: connection.redact(error.message) };
    }
  }

  const parts: (SamplePart | undefined)[] = [
    clients &&
      (await look(
        'clients',
        () => clients.run(context, capabilityContracts['client.list'].input.parse(paging), noTag),
        ({ id, name, isActive }) => ({ id, name, detail: isActive ? null : 'not active' }),
      )),
    devices &&
      (await look(
        'devices',
        () => devices.run(context, capabilityContracts['device.list'].input.parse(paging), noTag),
        ({ id, name, client, os }) => ({ id, name, detail: joined(client?.name, os) }),
      )),
    tickets &&
      (await look(
        'tickets',
        () => tickets.run(context, capabilityContracts['ticket.search'].input.parse(paging), noTag),
        ({ id, title, status, client }) => ({ id, name: title, detail: joined(status.name, client?.name) }),
      )),
  ];
  return parts.filter((part) => part !== undefined);
}

const joined = (...texts: (string | null | undefined)[]): string | null => texts.filter(Boolean).join(' · ') || null;
