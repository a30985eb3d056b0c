import type { z } from 'zod';
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { idAt, isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type countRunsOutput, type ListRunsInput, type listRunsOutput, runStatuses } from './list-runs.schema.ts';
import { countRunsByStatus, findRunNames, findRuns } from './runs.repository.ts';
import { summarizeRun } from './summarize-run.ts';

export interface ListRunsDeps {
  database: Database;
  now: () => Date;
}

export const listRuns = (tenant: TenantContext, input: ListRunsInput, deps: Pick<ListRunsDeps, 'database'>) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof listRunsOutput>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const rows = await findRuns(tenant, db, input);
    const names = await findRunNames(tenant, db, rows);
    return cutPage(
      rows.map((row) => summarizeRun(row, names)),
      input.limit,
      (run) => run.id,
    );
  });

/** Of the last 30 days: the counts beside the filter. */
export const countRuns = (tenant: TenantContext, deps: ListRunsDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof countRunsOutput>> => {
    const sinceId = idAt(new Date(deps.now().getTime() - 30 * 86_400_000));
    const counted = new Map(
      (await countRunsByStatus(tenant, db, sinceId)).map((group) => [group.status, group._count._all]),
    );
    return Object.fromEntries(runStatuses.map((status) => [status, counted.get(status) ?? 0])) as z.infer<
      typeof countRunsOutput
    >;
  });
