// board.list, and finding one board. Project boards are left out: their tickets live in another collection.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { PsaContext } from '../client.ts';
import { listAll } from '../lists.ts';
import { toBoard } from '../transform.ts';
import { type BoardRow, boardShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'board.list'>, CapabilityOutput<'board.list'>, PsaContext>;

export const listBoard: List = {
  async run(context) {
    return { items: (await serviceBoards(context)).map(toBoard) };
  },
};

export async function serviceBoards(context: PsaContext): Promise<BoardRow[]> {
  const rows = await listAll(context, { path: '/service/boards', shape: boardShape, action: 'list the boards' });
  return rows.filter((row) => !row.projectFlag);
}

/** By number or by name. @throws ConnectorError `invalid-input` that names the boards there are */
export async function findBoard(context: PsaContext, wanted: string): Promise<BoardRow> {
  const boards = (await serviceBoards(context)).filter((row) => !row.inactiveFlag);
  const name = wanted.trim().toLowerCase();
  const board =
    boards.find((row) => String(row.id) === wanted) ?? boards.find((row) => row.name.trim().toLowerCase() === name);
  if (board) return board;
  throw new ConnectorError(
    'invalid-input',
    `ConnectWise has no active board "${wanted}". It has: ${boards.map((row) => row.name).join(', ')}.`,
  );
}
