import type { z } from 'zod';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { countOpenConflicts, findConflictPage } from './conflicts.repository.ts';
import { describeConflicts } from './describe-conflicts.ts';
import type { conflictCounts, conflictPage, ListConflictsInput } from './identity.schema.ts';
import type { IdentityDeps } from './identity-deps.ts';

export const listConflicts = (tenant: TenantContext, input: ListConflictsInput, deps: IdentityDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof conflictPage>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const { kind, cursor, limit } = input;
    const page = cutPage(
      await findConflictPage(tenant, db, { kind, cursor, limit, isOpen: input.state === 'open' }),
      limit,
      (row) => row.id,
    );
    return { items: await describeConflicts(tenant, db, page.items), nextCursor: page.nextCursor };
  });

export const countConflicts = (tenant: TenantContext, deps: IdentityDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof conflictCounts>> => {
    const counts = new Map((await countOpenConflicts(tenant, db)).map((row) => [row.kind, row._count._all]));
    return { device: counts.get('device') ?? 0, client: counts.get('client') ?? 0, person: counts.get('person') ?? 0 };
  });
