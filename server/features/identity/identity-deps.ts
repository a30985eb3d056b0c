import type { Database } from '#server/platform/db/database.ts';
import { clientSubjects } from './client-subjects.repository.ts';
import { deviceSubjects } from './device-subjects.repository.ts';
import { personSubjects } from './person-subjects.repository.ts';
import type { SubjectKind, SubjectStore } from './subject-store.ts';

export interface IdentityDeps {
  database: Database;
  now: () => Date;
}

export const subjectStores: Record<SubjectKind, SubjectStore> = {
  device: deviceSubjects,
  client: clientSubjects,
  person: personSubjects,
};
