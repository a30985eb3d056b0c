// Suggestions that are sure enough to be used, for words nobody chose a value for. A row that is there stays as it is.
import { notFound } from '#server/platform/errors.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { buildSection } from './build-mapping-view.ts';
import {
  findConnection,
  findRows,
  forgetMissingSuggestions,
  insertSuggestions,
  type NewSuggestion,
  settleChange,
} from './mapping.repository.ts';
import { mappingKinds } from './mapping.schema.ts';
import type { MappingDeps } from './mapping-deps.ts';
import type { SuggestMappingInput } from './save-mapping.schema.ts';
import { surest } from './suggest-value.ts';
import type { ReadWords } from './vendor-words.ts';

/** Asked for by a person: an earlier suggestion that is missing at the vendor makes room for a new one. */
export async function suggestMapping(
  tenant: TenantContext,
  input: SuggestMappingInput,
  deps: MappingDeps,
): Promise<{ suggested: number; open: number }> {
  const { connectionId } = input;
  const found = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, connectionId));
  if (!found) throw notFound('connection');
  const read = await deps.words.readFresh(tenant, connectionId);
  return addSuggestions(tenant, { connectionId, read, mayReplaceMissing: true }, deps);
}

export function addSuggestions(
  tenant: TenantContext,
  given: { connectionId: string; read: ReadWords; mayReplaceMissing: boolean },
  deps: Pick<MappingDeps, 'database' | 'now'>,
): Promise<{ suggested: number; open: number }> {
  const { connectionId, read, mayReplaceMissing } = given;
  return deps.database.withTenant(tenant, async (db) => {
    const removed = mayReplaceMissing ? (await forgetMissingSuggestions(tenant, db, connectionId)).count : 0;
    const stored = await findRows(tenant, db, connectionId);
    const sections = mappingKinds
      .filter((kind) => read.kinds[kind].isReadable)
      .map((kind) => buildSection(kind, read.kinds[kind], stored));
    const open = sections.flatMap(({ rows }) => rows.filter(({ state }) => state === 'open'));
    const rows = open.flatMap(({ kind, word, board, suggestions }): NewSuggestion[] => {
      const sure = surest(suggestions);
      if (!sure) return [];
      return [
        {
          connectionId,
          kind,
          word,
          boardId: board?.id ?? '',
          boardName: board?.name == null ? null : storableText(board.name),
          vendorId: sure.id,
          vendorName: storableText(sure.name),
          checkedAt: deps.now(),
        },
      ];
    });
    // a word that a person left empty on purpose has a row, and keeps it
    const suggested = rows.length === 0 ? 0 : await insertSuggestions(tenant, db, rows);
    if (suggested > 0 || removed > 0) {
      await settleChange(tenant, db, connectionId);
      await writeAudit(tenant, db, {
        action: 'suggest-mapping',
        targetKind: 'connection',
        targetId: connectionId,
        detail: { suggested, removed },
      });
    }
    return { suggested, open: open.length - suggested };
  });
}
