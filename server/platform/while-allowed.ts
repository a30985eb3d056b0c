// A stream outlives the question whether it is allowed. Before each event is handed on the question is asked again, at
// most every few seconds: a revoked session or a lost role ends the stream instead of watching on.

import type { Permission } from './authz/permissions.ts';
import { requirePermission } from './authz/require-permission.ts';
import { systemClock } from './clock.ts';
import { notFound } from './errors.ts';
import type { TenantContext } from './tenant.ts';

const recheckAfterMs = 5_000;

/** What is not a stream passes through: the caller may hold any procedure's result. */
export function whileAllowed(
  stream: unknown,
  permission: Permission,
  refresh: () => Promise<TenantContext | null>,
  now: () => number = () => systemClock.now().getTime(),
): unknown {
  if (!isAsyncIterable(stream)) return stream;
  return guard(stream, permission, refresh, now);
}

async function* guard(
  stream: AsyncIterable<unknown>,
  permission: Permission,
  refresh: () => Promise<TenantContext | null>,
  now: () => number,
) {
  let checkedAt = now();
  for await (const event of stream) {
    if (now() - checkedAt >= recheckAfterMs) {
      const tenant = await refresh();
      if (!tenant) throw notFound('organisation');
      requirePermission(tenant, permission);
      checkedAt = now();
    }
    yield event;
  }
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
