// Two installations on one server, each with an owner of its own.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newId } from '../ids.ts';
import { createAppLogin } from './prepare-database.ts';

const name = `second_${newId().replaceAll('-', '')}`;
const admin = new pg.Client({ connectionString: inject('adminUrl') });
const ownerUrl = new URL(inject('adminUrl'));
ownerUrl.username = name;
ownerUrl.password = 'pw';
ownerUrl.pathname = `/${name}`;

beforeAll(async () => {
  await admin.connect();
  await admin.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'pw'`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
});
afterAll(() => admin.end());

describe('the application’s login', () => {
  it('says what an administrator must type when another owner made the group, and heals afterwards', async () => {
    const create = () => createAppLogin({ ownerUrl: ownerUrl.href, password: 'app' });
    await expect(create()).rejects.toThrow(`GRANT mspclaw_app TO "${name}" WITH ADMIN OPTION`);
    // the login was made before the grant failed: asking again must not take it for finished
    await expect(create()).rejects.toThrow('WITH ADMIN OPTION');
    await admin.query(`GRANT mspclaw_app TO ${name} WITH ADMIN OPTION`);
    // an unmigrated database has no partitions yet: that is how far it must come
    await expect(create()).rejects.toThrow('ensure_partitions() does not exist');
    // this installation's own login; other tests make theirs on the same server
    const login = `mspclaw_app_${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;
    const { rows } = await admin.query<{ has: boolean }>(`SELECT pg_has_role($1, 'mspclaw_app', 'MEMBER') AS has`, [
      login,
    ]);
    expect(rows).toEqual([{ has: true }]);
  });
});
