// A process that freezes inside a transaction (a paused virtual machine) still has its connection and its locks.
import { expect, inject, it } from 'vitest';
import { createPool } from '#server/platform/db/database.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';

const database = testDatabase();

it('does not hold for ever what others want to take over', async () => {
  const id = newId();
  await database.sqlWithoutTenant((sql) =>
    sql.query(`INSERT INTO executor (id, kind, host, pid) VALUES ($1, 'worker', 'frozen', 1)`, [id]),
  );
  const pool = createPool({ url: inject('appUrl'), poolSize: 1, idleTransactionMs: 150, onError: () => {} });
  const frozen = await pool.connect();
  await frozen.query('BEGIN');
  await frozen.query('UPDATE executor SET pid = 2 WHERE id = $1', [id]);
  // it says nothing from here on; whoever needs the row waits for as long as that is allowed, and then has it
  const [row] = await database.sqlWithoutTenant((sql) =>
    sql.query<{ pid: number }>('UPDATE executor SET pid = pid + 10 WHERE id = $1 RETURNING pid', [id]),
  );
  expect(row?.pid).toBe(11);
  await expect(frozen.query('COMMIT')).rejects.toThrow();
  frozen.release(true);
  await pool.end();
});
