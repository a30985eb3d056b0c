// A vendor's answer in our ids, and our copies brought up to date with it.
import type { CapabilityName, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { Device, Ref, Ticket, VendorAlert } from '#connectors/sdk/nouns.ts';
import type { Database, Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { ownIdsOf } from './identities.repository.ts';
import { Refused } from './refused.ts';
import type { CallTarget } from './resolve-target.ts';
import { refreshDevice, saveTicket, type TicketLinks } from './tickets.repository.ts';

/** What the call was for: where a new ticket belongs. */
export interface CallLinks {
  incidentId: string | null;
  deviceId: string | null;
  clientId: string | null;
}

export function mapOutput(
  tenant: TenantContext,
  database: Database,
  capability: CapabilityName,
  output: unknown,
  target: Pick<CallTarget, 'args' | 'subjects'> & { connectionId: string },
  links: CallLinks | null,
): Promise<unknown> {
  return database.withTenant(tenant, async (db) => {
    const mapper = mapperOf(tenant, db, target.connectionId);
    const given = output as never;
    switch (capability) {
      case 'ticket.create': {
        const clientId = subjectId(target, 'client') ?? links?.clientId ?? null;
        return mapper.ticket(given, { ...links, clientId });
      }
      case 'ticket.resolve': {
        const note = target.args.note as { body?: string } | undefined;
        return mapper.ticket(given, { resolution: note?.body ?? null });
      }
      case 'ticket.assign': {
        const assignee = target.subjects.find((subject) => subject.kind === 'member')?.name ?? null;
        return mapper.ticket(given, { assignee });
      }
      case 'ticket.read':
      case 'ticket.update':
        return mapper.ticket(given, {});
      case 'ticket.search':
        return mapper.tickets(given);
      case 'device.status': {
        const status = output as CapabilityOutput<'device.status'>;
        const deviceId = subjectId(target, 'device');
        if (deviceId) await refreshDevice(tenant, db, deviceId, status);
        return { ...(await mapper.device(status)), id: deviceId ?? status.id };
      }
      case 'device.list': {
        const page = output as CapabilityOutput<'device.list'>;
        const ids = await ownIds(tenant, db, target.connectionId, 'device', page.items);
        const known = page.items.filter((item) => ids.has(item.id));
        const items = [];
        for (const item of known) items.push({ ...(await mapper.device(item)), id: ids.get(item.id) ?? item.id });
        return { ...page, items };
      }
      case 'client.list':
      case 'member.list': {
        const page = output as CapabilityOutput<'client.list'>;
        const kind = capability === 'client.list' ? 'client' : 'member';
        const ids = await ownIds(tenant, db, target.connectionId, kind, page.items);
        const items = page.items.flatMap((item) => (ids.has(item.id) ? { ...item, id: ids.get(item.id) } : []));
        return { ...page, items };
      }
      case 'alert.read':
        return mapper.alert(given);
      case 'alert.list': {
        const { items } = output as CapabilityOutput<'alert.list'>;
        const mapped = [];
        for (const item of items) mapped.push(await mapper.alert(item));
        return { items: mapped };
      }
      case 'document.search': {
        const page = output as CapabilityOutput<'document.search'>;
        const items = [];
        for (const item of page.items) if (await mapper.mayExplain(item, links)) items.push(item);
        return { ...page, items };
      }
      case 'document.read': {
        if (await mapper.mayExplain(output as CapabilityOutput<'document.read'>, links)) return output;
        throw new Refused('This document is another client’s. It was not read for this run.');
      }
      case 'alert.resolve':
        return { ...(output as CapabilityOutput<'alert.resolve'>), alert: subjectId(target, 'alert') };
      default:
        return output;
    }
  });
}

const subjectId = (target: Pick<CallTarget, 'subjects'>, kind: string) =>
  target.subjects.find((subject) => subject.kind === kind)?.id;

const ownIds = (
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  kind: 'device' | 'client' | 'member' | 'alert',
  items: { id: string }[],
) =>
  ownIdsOf(
    tenant,
    db,
    connectionId,
    kind,
    items.map((item) => item.id),
  );

function mapperOf(tenant: TenantContext, db: Db, connectionId: string) {
  /** null for what we do not know: a vendor's id must not pass for ours */
  async function ref(kind: 'device' | 'client', given: Ref | null): Promise<Ref | null> {
    if (!given) return null;
    const id = (await ownIds(tenant, db, connectionId, kind, [given])).get(given.id);
    return id ? { id, name: given.name } : null;
  }
  async function assignee(given: Ref | null): Promise<Ref | null> {
    if (!given) return null;
    return { ...given, id: (await ownIds(tenant, db, connectionId, 'member', [given])).get(given.id) ?? given.id };
  }
  async function ticket(given: Ticket, links: TicketLinks) {
    const client = await ref('client', given.client);
    const id = await saveTicket(tenant, db, connectionId, given, {
      ...links,
      clientId: links.clientId ?? client?.id ?? null,
    });
    return { ...given, id, externalId: given.id, client, assignee: await assignee(given.assignee) };
  }
  return {
    ticket,
    /** What is written about one client must not get into the tickets and notes of another one. */
    async mayExplain(document: { client: Ref | null }, about: CallLinks | null): Promise<boolean> {
      if (!document.client || !about?.clientId) return true;
      return (await ref('client', document.client))?.id === about.clientId;
    },
    async tickets(page: CapabilityOutput<'ticket.search'>) {
      const items = [];
      for (const item of page.items) items.push(await ticket(item, {}));
      return { ...page, items };
    },
    device: async <T extends Device>(given: T): Promise<T> => ({ ...given, client: await ref('client', given.client) }),
    async alert(given: VendorAlert) {
      const ids = await ownIds(tenant, db, connectionId, 'alert', [given]);
      const device = await ref('device', given.device);
      return { ...given, id: ids.get(given.id) ?? given.id, device, client: await ref('client', given.client) };
    },
  };
}
