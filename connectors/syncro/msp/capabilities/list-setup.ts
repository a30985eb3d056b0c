// status.list, priority.list, category.list: names, which are ids at Syncro.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { SyncroContext } from '../auth.ts';
import { readPriorities, readProblemTypes, readStatuses } from '../tickets.ts';

export const listStatus = async (context: SyncroContext): Promise<CapabilityOutput<'status.list'>> => ({
  items: await readStatuses(context),
});

export const listPriority = async (context: SyncroContext): Promise<CapabilityOutput<'priority.list'>> => ({
  items: await readPriorities(context),
});

export const listCategory = async (context: SyncroContext): Promise<CapabilityOutput<'category.list'>> => ({
  items: (await readProblemTypes(context)).map((name) => ({ id: name, name, board: null, isActive: true })),
});
