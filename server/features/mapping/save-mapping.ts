// A person's choices. What is chosen must be at the vendor at this moment; it is asked, not remembered.
import { AppError, notFound } from '#server/platform/errors.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { valuesOn } from './build-mapping-view.ts';
import { findConnection, saveChosenRow, settleChange } from './mapping.repository.ts';
import type { MappingDeps } from './mapping-deps.ts';
import { isOurWord } from './our-words.ts';
import type { SaveMappingInput } from './save-mapping.schema.ts';
import type { ReadWords } from './vendor-words.ts';

type Choice = SaveMappingInput['rows'][number];

export async function saveMapping(
  tenant: TenantContext,
  input: SaveMappingInput,
  deps: MappingDeps,
): Promise<{ confirmed: number; removed: number }> {
  const { connectionId } = input;
  const { database, words, now } = deps;
  const connection = await database.withTenant(tenant, (db) => findConnection(tenant, db, connectionId));
  if (!connection) throw notFound('connection');
  const unknown = input.rows.find(({ kind, word }) => !isOurWord(kind, word));
  if (unknown) throw new AppError('INVALID_INPUT', { message: `"${unknown.word}" is not a word of ours.` });
  // taking a choice back needs no vendor
  const read = input.rows.some(({ valueId }) => valueId !== null) ? await words.readFresh(tenant, connectionId) : null;
  const chosen = input.rows.map((row) => ({ row, value: row.valueId === null ? null : find(read, row) }));
  await database.withTenant(tenant, async (db) => {
    for (const { row, value } of chosen) {
      const { kind, word, board } = row;
      const boardName = read?.kinds[kind].boards.find(({ id }) => id === board)?.name ?? null;
      await saveChosenRow(
        tenant,
        db,
        { connectionId, kind, word, boardId: board ?? '' },
        {
          boardName: boardName === null ? null : storableText(boardName),
          vendorId: value?.id ?? null,
          vendorName: value ? storableText(value.name) : null,
          checkedAt: now(),
        },
      );
    }
    await settleChange(tenant, db, connectionId);
    await writeAudit(tenant, db, {
      action: 'save-mapping',
      targetKind: 'connection',
      targetId: connectionId,
      detail: { connection: connection.name, rows: chosen.length, changes: sentenceOf(chosen) },
    });
  });
  const removed = chosen.filter(({ value }) => value === null).length;
  return { confirmed: chosen.length - removed, removed };
}

/** @throws AppError that names the row */
function find(read: ReadWords | null, row: Choice): { id: string; name: string } {
  const words = read?.kinds[row.kind];
  if (!words?.isReadable) {
    throw new AppError('INVALID_INPUT', { message: words?.why ?? `The vendor's values could not be read.` });
  }
  const board = words.boards.find(({ id }) => id === row.board) ?? null;
  if (row.board !== null && board === null) {
    throw new AppError('INVALID_INPUT', { message: `For "${row.word}": this board has no values of its own there.` });
  }
  const value = valuesOn(words.values, board).find(({ id }) => id === row.valueId);
  if (value) return value;
  throw new AppError('INVALID_INPUT', {
    message: `For "${row.word}": the chosen value is not at the vendor any more. Look again.`,
  });
}

const sentenceOf = (chosen: { row: Choice; value: { name: string } | null }[]): string =>
  chosen
    .map(({ row, value }) => `${row.kind} ${row.word}: ${value ? storableText(value.name) : 'nothing'}`)
    .join('; ')
    .slice(0, 2_000)
    .toWellFormed();
