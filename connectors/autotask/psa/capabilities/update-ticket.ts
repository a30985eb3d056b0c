// ticket.update. Numbers only: each word is looked up in the tenant's picklists first.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { AutotaskContext } from '../auth.ts';
import { categoryFields, listStatuses } from '../ticket-lists.ts';
import { changeTicket, longestTitle, priorityField } from '../tickets.ts';

type Update = DirectCapability<CapabilityInput<'ticket.update'>, CapabilityOutput<'ticket.update'>, AutotaskContext>;

export const updateTicket: Update = {
  async run(context, input) {
    const change: Record<string, string | number> = {};
    const words: string[] = [];
    if (input.title !== undefined) {
      if (input.title.length > longestTitle) {
        throw new ConnectorError(
          'invalid-input',
          `An Autotask ticket title holds ${longestTitle} letters, this one has ${input.title.length}.`,
        );
      }
      change.title = input.title;
      words.push('title');
    }
    if (input.status !== undefined) {
      const at = { mapping: context.mapping, board: null };
      change.status = Number(pickStatus(await listStatuses(context), input.status, at).id);
      words.push('status');
    }
    if (input.priority !== undefined) {
      change.priority = await priorityField(context, input.priority);
      words.push('priority');
    }
    if (input.category !== undefined) {
      Object.assign(change, await categoryFields(context, input.category));
      words.push('issue type');
    }
    if (words.length === 0) {
      throw new ConnectorError('invalid-input', 'Nothing to change: give a title, a status, a priority or a category.');
    }
    return changeTicket(context, input.ticket, change, words.join(' and '));
  },
};
