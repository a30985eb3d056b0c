// What merging, splitting and deciding need of a kind of thing (device, client, person), so that they are written once.
// A "record" is one vendor's row for it; a "subject" is ours.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { Confidence } from './match-confidence.ts';

export const subjectKinds = ['device', 'client', 'person'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  id: string;
  name: string;
  /** the one it turned out to be; null while it stands for itself */
  mergedIntoId: string | null;
}

export interface SubjectRecord {
  id: string;
  subjectId: string;
  connectionId: string;
  externalId: string;
  isGone: boolean;
}

export interface Place {
  connectionId: string;
  externalId: string;
}

export interface SubjectStore {
  read(tenant: TenantContext, db: Db, ids: string[]): Promise<Subject[]>;
  /** who was merged into one of these */
  readMergedInto(tenant: TenantContext, db: Db, ids: string[]): Promise<Subject[]>;
  recordsOf(tenant: TenantContext, db: Db, subjectIds: string[]): Promise<SubjectRecord[]>;
  recordsAt(tenant: TenantContext, db: Db, places: Place[]): Promise<SubjectRecord[]>;
  /** the records, and what follows them */
  move(tenant: TenantContext, db: Db, records: SubjectRecord[], toId: string, why: Confidence): Promise<void>;
  setMergedInto(tenant: TenantContext, db: Db, id: string, into: string | null): Promise<void>;
  /** a subject of its own for a record that is taken out of `from` */
  makeFor(tenant: TenantContext, db: Db, record: SubjectRecord, from: Subject): Promise<string>;
  /** writes down what the records say together now, and where they disagree */
  settle(tenant: TenantContext, db: Db, subjectIds: string[]): Promise<void>;
}

/** One OR branch per connection instead of one per record. */
export function byConnection(places: Place[]): { connectionId: string; externalId: { in: string[] } }[] {
  const ids = new Map<string, string[]>();
  for (const { connectionId, externalId } of places) {
    ids.set(connectionId, [...(ids.get(connectionId) ?? []), externalId]);
  }
  return [...ids].map(([connectionId, externalIds]) => ({ connectionId, externalId: { in: externalIds } }));
}

export const placeKey = (place: Place): string => `${place.connectionId} ${place.externalId}`;
