// Rows that were merged: which one stands for an id, and which ids a standing one stands for.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { Subject, SubjectStore } from './subject-store.ts';

const maxDepth = 20;

/** @returns null when there is no such row in this org */
export async function findStanding(
  tenant: TenantContext,
  db: Db,
  store: SubjectStore,
  id: string,
): Promise<Subject | null> {
  let at: Subject | undefined;
  let next: string | null = id;
  for (let depth = 0; next && depth < maxDepth; depth++) {
    [at] = await store.read(tenant, db, [next]);
    next = at?.mergedIntoId ?? null;
  }
  return at ?? null;
}

/** The id itself first, then everything that was merged into it: their history is its history. */
export async function findMerged(tenant: TenantContext, db: Db, store: SubjectStore, id: string): Promise<string[]> {
  const ids = [id];
  let frontier = [id];
  for (let depth = 0; frontier.length > 0 && depth < maxDepth; depth++) {
    frontier = (await store.readMergedInto(tenant, db, frontier)).map((row) => row.id);
    ids.push(...frontier);
  }
  return ids.slice(0, 500);
}
