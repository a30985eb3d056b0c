// The counters of failed sign-ins. An attempt is charged before the password is looked at and refunded when it was
// right: a hundred guesses at the same moment find the counter already moved.
import type { Database } from '#server/platform/db/database.ts';
import { blockMsAfter, type ThrottleKey } from './throttle-policy.ts';

export interface ThrottleRepository {
  /** Counts an attempt under every key, or answers how long to wait and counts nothing. */
  charge(keys: readonly ThrottleKey[], now: Date): Promise<{ waitMs: number }>;
  /** The attempt was right: `cleared` start anew, `refunded` get this one attempt back. */
  settle(cleared: readonly ThrottleKey[], refunded: readonly ThrottleKey[]): Promise<void>;
}

interface Row {
  key: string;
  failures: number;
  windowStart: Date;
  blockedTill: Date | null;
}

export function createThrottleRepository(database: Database): ThrottleRepository {
  return {
    charge: (keys, now) =>
      database.withoutTenant(async (db) => {
        // One order of locking for all, or two attempts could wait for each other.
        const names = keys.map(({ key }) => key).sort();
        // Who is told to wait leaves nothing behind: a flood of made-up accounts must not fill the table.
        const known = await db.signInThrottle.aggregate({ where: { key: { in: names } }, _max: { blockedTill: true } });
        const knownWaitMs = (known._max.blockedTill?.getTime() ?? 0) - now.getTime();
        if (knownWaitMs > 0) return { waitMs: knownWaitMs };
        await db.signInThrottle.createMany({
          data: names.map((key) => ({ key, windowStart: now })),
          skipDuplicates: true,
        });
        const rows = await db.$queryRaw<Row[]>`
          SELECT key, failures, window_start AS "windowStart", blocked_till AS "blockedTill"
          FROM sign_in_throttle WHERE key = ANY(${names}) ORDER BY key FOR UPDATE`;
        const waitMs = Math.max(0, ...rows.map((row) => (row.blockedTill?.getTime() ?? 0) - now.getTime()));
        if (waitMs > 0) return { waitMs };
        for (const row of rows) {
          const policy = keys.find(({ key }) => key === row.key);
          if (!policy) continue;
          const age = now.getTime() - row.windowStart.getTime();
          const failures = (policy.forgetAfterMs !== null && age > policy.forgetAfterMs ? 0 : row.failures) + 1;
          const blockMs = blockMsAfter(failures, policy.free);
          const blockedTill = blockMs > 0 ? new Date(now.getTime() + blockMs) : null;
          // The window slides: it starts at the last attempt, so "forget" means silence.
          await db.signInThrottle.update({
            where: { key: row.key },
            data: { failures, blockedTill, windowStart: now },
          });
        }
        return { waitMs: 0 };
      }),
    settle: (cleared, refunded) =>
      database.withoutTenant(async (db) => {
        await db.signInThrottle.deleteMany({ where: { key: { in: cleared.map(({ key }) => key) } } });
        for (const { key } of refunded) {
          await db.signInThrottle.updateMany({
            where: { key, failures: { gt: 0 } },
            data: { failures: { decrement: 1 }, blockedTill: null },
          });
        }
      }),
  };
}
