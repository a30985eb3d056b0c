// status.list: of one board, or of every active board, each with the board it belongs to.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { Status } from '#connectors/sdk/nouns.ts';
import type { PsaContext } from '../client.ts';
import { listBoardStatuses } from '../tickets.ts';
import { toStatus } from '../transform.ts';
import { findBoard, serviceBoards } from './list-board.ts';

type List = DirectCapability<CapabilityInput<'status.list'>, CapabilityOutput<'status.list'>, PsaContext>;

export const listStatus: List = {
  async run(context, input) {
    const boards = input.board
      ? [await findBoard(context, input.board)]
      : (await serviceBoards(context)).filter((board) => !board.inactiveFlag);
    const items: Status[] = [];
    for (const board of boards) {
      const rows = await listBoardStatuses(context, board.id);
      const ref = { id: String(board.id), name: board.name };
      items.push(...rows.filter((row) => !row.inactive).map((row) => toStatus(row, ref)));
    }
    return { items };
  },
};
