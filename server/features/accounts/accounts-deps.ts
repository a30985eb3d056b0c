// What the use cases of this slice work with.
import type { Database } from '#server/platform/db/database.ts';
import { createMembersRepository, type MembersRepository } from './members.repository.ts';
import { createPeopleRepository, type PeopleRepository } from './people.repository.ts';
import { createSetupRepository, type SetupRepository } from './setup.repository.ts';
import { createThrottleRepository, type ThrottleRepository } from './throttle.repository.ts';

export interface AccountsDeps {
  people: PeopleRepository;
  members: MembersRepository;
  setup: SetupRepository;
  throttle: ThrottleRepository;
  now(): Date;
}

export const createAccountsDeps = (database: Database, now: () => Date = () => new Date()): AccountsDeps => ({
  people: createPeopleRepository(database),
  members: createMembersRepository(database),
  setup: createSetupRepository(database),
  throttle: createThrottleRepository(database),
  now,
});
