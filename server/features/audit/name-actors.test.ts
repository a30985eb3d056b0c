import { expect, it } from 'vitest';
import type { Db } from '#server/platform/db/database.ts';
import { nameActors } from './name-actors.ts';

const tenant = { orgId: 'o', actor: 'system:test', role: 'system' } as const;

it('names machines without asking the database, and never shows a bare id for one', async () => {
  const db = new Proxy({} as Db, {
    get: () => {
      throw new Error('asked the database');
    },
  });
  const nameOf = await nameActors(tenant, db, ['run:1', 'connection:2', 'system:triage', null, 'user:not-an-id']);
  expect(['run:1', 'connection:2', 'system:triage', 'system'].map(nameOf)).toEqual([
    'a run',
    'a connection',
    'MSPclaw (triage)',
    'MSPclaw',
  ]);
});
