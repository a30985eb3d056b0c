// ticket.search. Pages follow the last id, not a page number: a ticket that is closed meanwhile shifts nothing.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { PsaContext } from '../client.ts';
import { allOf, compareNumber, containsText, equalsText, isFlag, sinceInstant } from '../conditions.ts';
import { listByCondition } from '../lists.ts';
import { asTicket, recordNumber } from '../tickets.ts';
import { ticketShape } from '../vendor-shapes.ts';

type Search = DirectCapability<CapabilityInput<'ticket.search'>, CapabilityOutput<'ticket.search'>, PsaContext>;

export const searchTicket: Search = {
  async run(context, input) {
    const conditions = allOf(
      input.text ? containsText('summary', input.text) : null,
      input.client ? compareNumber('company/id', '=', recordNumber(input.client, 'company')) : null,
      typeof input.isClosed === 'boolean' && isFlag('closedFlag', input.isClosed),
      input.updatedSince ? sinceInstant('lastUpdated', new Date(input.updatedSince)) : null,
      input.externalKey ? equalsText('externalXRef', input.externalKey) : null,
      input.cursor ? compareNumber('id', '>', cursorNumber(input.cursor)) : null,
    );
    const list = { path: '/service/tickets', shape: ticketShape, action: 'search tickets', conditions };
    const { rows } = await listByCondition(context, list, input.limit);
    const last = rows.at(-1);
    return {
      items: rows.map((row) => asTicket(context, row)),
      next: last && rows.length === input.limit ? String(last.id) : null,
    };
  },
};

function cursorNumber(cursor: string): number {
  if (!/^\d{1,10}$/.test(cursor)) throw new ConnectorError('invalid-input', 'This is not a page of this search.');
  return Number(cursor);
}
