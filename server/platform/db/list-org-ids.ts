// Every org there is: for schedulers, never for a request.
import type { Database } from './database.ts';

export const listOrgIds = (database: Pick<Database, 'sqlWithoutTenant'>): Promise<string[]> =>
  database.sqlWithoutTenant(async (sql) => {
    const rows = await sql.query<{ id: string }>('SELECT list_org_ids() AS id');
    return rows.map(({ id }) => id);
  });
