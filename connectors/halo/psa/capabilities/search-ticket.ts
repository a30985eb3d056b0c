// ticket.search, newest first. Halo has no grammar of filters, only named parameters.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart, type QueryValue } from '#connectors/sdk/http/vendor-road.ts';
import type { HaloContext } from '../client.ts';
import { listPage } from '../lists.ts';
import { ticketWords } from '../setup.ts';
import { changedList } from '../tickets.ts';
import { changedAt, toTicket } from '../transform.ts';
import type { TicketRow } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.search'>;
type Search = DirectCapability<Input, CapabilityOutput<'ticket.search'>, HaloContext>;

export const searchTicket: Search = {
  async run(context, input) {
    const query = { ...filters(input), order: 'id', orderdesc: true };
    const { items, next } = await listPage(context, input, { ...changedList, query, action: 'search tickets' });
    const words = await ticketWords(context);
    return { items: items.filter((row) => fits(row, input)).map((row) => toTicket(row, words)), next };
  },
};

function filters(input: Input): Record<string, QueryValue> {
  return {
    search: input.text,
    client_id: input.client ? numberPart(input.client, 'client') : null,
    open_only: input.isClosed === false ? true : null,
    closed_only: input.isClosed === true ? true : null,
    includeclosed: input.isClosed === false ? null : true,
    // the document calls it a boolean; it takes a time
    lastupdatefromdate: input.updatedSince,
  };
}

/** Halo cannot be asked for a key, and a version may pass over a parameter it does not know. */
function fits(row: TicketRow, input: Input): boolean {
  const changed = changedAt(row);
  if (
    input.updatedSince &&
    changed !== null &&
    Date.parse(changed) < Math.floor(Date.parse(input.updatedSince) / 1_000) * 1_000
  )
    return false;
  if (!input.externalKey) return true;
  if (row.third_party_id_string === undefined) {
    throw new ConnectorError(
      'unsupported',
      'This Halo leaves the third-party key out of its lists, so tickets cannot be searched by it.',
    );
  }
  return row.third_party_id_string === input.externalKey;
}
