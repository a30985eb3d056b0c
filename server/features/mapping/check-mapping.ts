// Is every chosen value still at the vendor, under its name? One that is not turns to missing: shown, audited, not used,
// and never replaced by itself. One that is back under its name is what it was.
import { notFound } from '#server/platform/errors.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { valuesOn } from './build-mapping-view.ts';
import { findConnection, findRows, markRow, markSeen, type StoredRow, settleChange } from './mapping.repository.ts';
import type { MappingDeps } from './mapping-deps.ts';
import type { CheckMappingInput, CheckMappingOutput } from './save-mapping.schema.ts';
import type { KindWords, ReadWords } from './vendor-words.ts';

export async function checkMapping(
  tenant: TenantContext,
  input: CheckMappingInput,
  deps: MappingDeps,
): Promise<CheckMappingOutput> {
  const { connectionId } = input;
  const found = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, connectionId));
  if (!found) throw notFound('connection');
  return compareRows(tenant, { connectionId, read: await deps.words.readFresh(tenant, connectionId) }, deps);
}

export function compareRows(
  tenant: TenantContext,
  given: { connectionId: string; read: ReadWords },
  deps: Pick<MappingDeps, 'database' | 'now'>,
): Promise<CheckMappingOutput> {
  const { connectionId, read } = given;
  return deps.database.withTenant(tenant, async (db) => {
    const rows = (await findRows(tenant, db, connectionId)).filter(
      (row) => row.vendorId !== null && isTold(read.kinds[row.kind]),
    );
    const judged = rows.map((row) => ({ row, problem: problemOf(row, read.kinds[row.kind]) }));
    const gone = judged.filter(({ row, problem }) => problem !== null && problem !== row.problem);
    const back = judged.filter(({ row, problem }) => problem === null && row.state === 'missing');
    for (const { row, problem } of gone) await markRow(tenant, db, row, 'missing', problem);
    for (const { row } of back) await markRow(tenant, db, row, row.isChosen ? 'confirmed' : 'suggested', null);
    const seen = judged.flatMap(({ row, problem }) => (problem === null ? [row.id] : []));
    await markSeen(tenant, db, seen, deps.now());
    if (gone.length > 0 || back.length > 0) {
      await settleChange(tenant, db, connectionId);
      await writeAudit(tenant, db, {
        action: 'check-mapping',
        targetKind: 'connection',
        targetId: connectionId,
        detail: {
          missing: gone.length,
          found: back.length,
          changes: [
            ...gone.map(({ row, problem }) => `${row.kind} ${row.word}: ${problem}`),
            ...back.map(({ row }) => `${row.kind} ${row.word}: "${row.vendorName}" is back.`),
          ]
            .join(' ')
            .slice(0, 2_000)
            .toWellFormed(),
        },
      });
    }
    const missing = gone.filter(({ row }) => row.state !== 'missing').length;
    return { checked: rows.length, missing, found: back.length };
  });
}

/** A list that came back empty is more likely a missing permission than a service desk without words. */
const isTold = (words: KindWords): boolean => words.isReadable && words.values.length > 0;

/** null = it is there under its name */
function problemOf(row: StoredRow, words: KindWords): string | null {
  const board = row.boardId === '' ? null : { id: row.boardId, name: row.boardName };
  const value = valuesOn(words.values, board).find(({ id }) => id === row.vendorId);
  if (!value) return `"${row.vendorName}" is not at the vendor any more.`;
  const name = storableText(value.name);
  return name === row.vendorName ? null : `"${row.vendorName}" is called "${name}" now.`;
}
