// board.list, status.list, priority.list: SuperOps has no boards; groups of technicians play that part, and statuses are
// the same for all.
import { z } from 'zod';
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { SuperopsContext } from '../auth.ts';
import { superops } from '../client.ts';
import { readPriorities, readStatuses } from '../tickets.ts';
import { groupShape } from '../vendor-shapes.ts';

export async function listBoard(context: SuperopsContext): Promise<CapabilityOutput<'board.list'>> {
  const shape = z.object({ getTechnicianGroupList: z.array(groupShape.nullable()).nullable() });
  const { getTechnicianGroupList } = await superops.ask(context, shape, {
    action: 'list the technician groups',
    document: 'query { getTechnicianGroupList { groupId name } }',
  });
  const groups = (getTechnicianGroupList ?? []).filter((group) => group !== null);
  return { items: groups.map(({ groupId, name }) => ({ id: groupId, name: name ?? groupId, isActive: true })) };
}

export const listStatus = async (context: SuperopsContext): Promise<CapabilityOutput<'status.list'>> => ({
  items: await readStatuses(context),
});

export const listPriority = async (context: SuperopsContext): Promise<CapabilityOutput<'priority.list'>> => ({
  items: await readPriorities(context),
});
