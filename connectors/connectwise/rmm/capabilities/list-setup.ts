// board.list, status.list, priority.list and category.list: what a connection's mapping is made of. Statuses and categories
// are the same on every board.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AsioContext } from '../auth.ts';
import { readList, readPriorities, readStatuses } from '../setup.ts';

export const listBoards = async (context: AsioContext): Promise<CapabilityOutput<'board.list'>> => ({
  items: (await readList(context, 'service-boards')).map((row) => ({
    id: row.id,
    name: row.name ?? row.id,
    isActive: !row.inactiveFlag,
  })),
});

export const listStatuses = async (context: AsioContext): Promise<CapabilityOutput<'status.list'>> => ({
  items: await readStatuses(context),
});

export const listPriorities = async (context: AsioContext): Promise<CapabilityOutput<'priority.list'>> => ({
  items: await readPriorities(context),
});

export const listCategories = async (context: AsioContext): Promise<CapabilityOutput<'category.list'>> => ({
  items: (await readList(context, 'categories')).map((row) => ({
    id: row.id,
    name: row.name ?? row.id,
    board: null,
    isActive: !row.inactiveFlag,
  })),
});
