// What nobody opened within a day is erased. A job of the worker; over all orgs, and it can erase nothing else.
import type { Database } from '#server/platform/db/database.ts';

/** @returns how many */
export const eraseExpiredSeals = async (database: Pick<Database, 'sqlWithoutTenant'>): Promise<number> => {
  const [row] = await database.sqlWithoutTenant((sql) =>
    sql.query<{ erased: string }>('SELECT erase_expired_seals() AS erased'),
  );
  return Number(row?.erased ?? 0);
};
