// board.list, status.list, priority.list and category.list: picklists of the ticket. A board is a queue.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AutotaskContext } from '../auth.ts';
import { isActive, labelOf, picklist } from '../picklists.ts';
import { listCategories, listPriorities, listStatuses } from '../ticket-lists.ts';

export async function listBoards(context: AutotaskContext): Promise<CapabilityOutput<'board.list'>> {
  const queues = await picklist(context, 'Tickets', 'queueID');
  return { items: queues.map((queue) => ({ id: queue.value, name: labelOf(queue), isActive: isActive(queue) })) };
}

/** the same on every board */
export const listStatus = async (
  context: AutotaskContext,
  _input: CapabilityInput<'status.list'>,
): Promise<CapabilityOutput<'status.list'>> => ({ items: await listStatuses(context) });

export const listPriority = async (context: AutotaskContext): Promise<CapabilityOutput<'priority.list'>> => ({
  items: await listPriorities(context),
});

export const listCategory = async (context: AutotaskContext): Promise<CapabilityOutput<'category.list'>> => ({
  items: await listCategories(context),
});
