// category.list: the types of one board, or of every active board; a type belongs to its board.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { Category } from '#connectors/sdk/nouns.ts';
import type { PsaContext } from '../client.ts';
import { listBoardTypes } from '../tickets.ts';
import { findBoard, serviceBoards } from './list-board.ts';

type List = DirectCapability<CapabilityInput<'category.list'>, CapabilityOutput<'category.list'>, PsaContext>;

export const listCategory: List = {
  async run(context, input) {
    const boards = input.board
      ? [await findBoard(context, input.board)]
      : (await serviceBoards(context)).filter((board) => !board.inactiveFlag);
    const items: Category[] = [];
    for (const board of boards) {
      const ref = { id: String(board.id), name: board.name };
      const rows = await listBoardTypes(context, board.id);
      items.push(
        ...rows.map((row) => ({ id: String(row.id), name: row.name, board: ref, isActive: !row.inactiveFlag })),
      );
    }
    return { items };
  },
};
