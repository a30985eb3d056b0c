// ticket.search. Always ordered by id at Autotask, so a ticket that changes meanwhile shifts nothing.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { AutotaskContext } from '../auth.ts';
import { everything, type Filter, queryPage } from '../entity-query.ts';
import { externalKeyOf } from '../external-key.ts';
import { listStatuses } from '../ticket-lists.ts';
import { asTickets } from '../tickets.ts';
import { ticketShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'ticket.search'>;
type Search = DirectCapability<Input, CapabilityOutput<'ticket.search'>, AutotaskContext>;

export const searchTicket: Search = {
  async run(context, input) {
    const query = {
      entity: 'Tickets',
      shape: ticketShape,
      filter: await filterOf(context, input),
      action: 'search tickets',
    };
    const { items, next } = await queryPage(context, query, input);
    return { items: await asTickets(context, items), next };
  },
};

async function filterOf(context: AutotaskContext, input: Input): Promise<Filter[]> {
  const filter: Filter[] = [];
  if (input.text) filter.push({ op: 'contains', field: 'title', value: input.text });
  if (input.client) filter.push({ op: 'eq', field: 'companyID', value: Number(numberPart(input.client, 'company')) });
  if (typeof input.isClosed === 'boolean') {
    const closing = (await listStatuses(context)).filter((status) => status.isClosed).map(({ id }) => Number(id));
    filter.push({ op: input.isClosed ? 'in' : 'notIn', field: 'status', value: closing });
  }
  if (input.updatedSince)
    filter.push({ op: 'gte', field: 'lastTrackedModificationDateTime', value: input.updatedSince });
  if (input.externalKey) filter.push({ op: 'eq', field: 'externalID', value: await externalKeyOf(input.externalKey) });
  return filter.length > 0 ? filter : [everything];
}
