// What decisions mean for records that are matched now: which subject they must be, and which they must not.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findDecisionsAbout } from './decisions.repository.ts';
import { type Place, placeKey, type SubjectKind, type SubjectStore } from './subject-store.ts';

export interface WordInForce {
  /** a person said it is this one of ours */
  sameAs: string | null;
  /** a person said it is none of these */
  not: ReadonlySet<string>;
}

export async function wordsInForce(
  tenant: TenantContext,
  db: Db,
  kind: SubjectKind,
  store: SubjectStore,
  places: Place[],
): Promise<Map<string, WordInForce>> {
  const decisions = await findDecisionsAbout(tenant, db, kind, places);
  if (decisions.length === 0) return new Map();
  const asked = new Set(places.map(placeKey));
  const pairs = decisions.flatMap(({ verdict, left, right }) => [
    ...(asked.has(placeKey(left)) ? [{ verdict, own: left, other: right }] : []),
    ...(asked.has(placeKey(right)) ? [{ verdict, own: right, other: left }] : []),
  ]);
  const others = await store.recordsAt(
    tenant,
    db,
    pairs.map(({ other }) => other),
  );
  const subjectAt = new Map(others.map((record) => [placeKey(record), record.subjectId]));
  const words = new Map<string, { sameAs: string | null; not: Set<string> }>();
  for (const { verdict, own, other } of pairs) {
    const word = words.get(placeKey(own)) ?? { sameAs: null, not: new Set<string>() };
    const subject = subjectAt.get(placeKey(other));
    if (subject && verdict === 'same') word.sameAs = subject;
    if (subject && verdict === 'different') word.not.add(subject);
    words.set(placeKey(own), word);
  }
  return words;
}
