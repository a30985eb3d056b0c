// Vendors switch off hooks that failed too often, and say nothing. Those that can be asked are asked, and a hook that was
// alive at the last look is told to the vendor again; one that never was is a person's to set up. A job of the worker.
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { idAt } from '#server/platform/ids.ts';
import { systemTenant, type TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { webhookUrl } from './list-connections.ts';
import { registerWebhook } from './set-up-webhook.ts';
import {
  type ClaimedHook,
  claimHookCheck,
  countRepairs,
  findDueHookChecks,
  isAutomationOn,
  saveHookState,
} from './webhook.repository.ts';

export interface CheckWebhooksDeps extends ConnectionsDeps {
  onError(error: unknown, where: { orgId: string; connectionId: string }): void;
  signal?: AbortSignal;
}

const everySeconds = 900;
const dayMs = 86_400_000;
const mostRepairsADay = 4;
const perRound = 50;
const atOnce = 4;

export async function checkWebhooks(deps: CheckWebhooksDeps): Promise<{ checked: number; repaired: number }> {
  const round = { checked: 0, repaired: 0 };
  const connectors = deps.vendors.checkableWebhooks();
  if (connectors.length === 0) return round;
  const due = await deps.database.sqlWithoutTenant((sql) => findDueHookChecks(sql, connectors, perRound));
  const next = async () => {
    for (let one = due.shift(); one && !deps.signal?.aborted; one = due.shift()) {
      const { orgId, connectionId } = one;
      try {
        const result = await checkWebhook(systemTenant(orgId, 'upkeep'), connectionId, deps);
        if (result === 'not-due') continue;
        round.checked++;
        if (result === 'repaired') round.repaired++;
      } catch (error) {
        deps.onError(error, { orgId, connectionId });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return round;
}

async function checkWebhook(
  tenant: TenantContext,
  connectionId: string,
  deps: ConnectionsDeps,
): Promise<'not-due' | 'alive' | 'dead' | 'repaired'> {
  const { database, vendors } = deps;
  const hook = await database.sqlWithTenant(tenant, (sql) => claimHookCheck(tenant, sql, connectionId, everySeconds));
  if (!hook) return 'not-due';
  const found = await vendors.checkWebhook(tenant, hook.id, await webhookUrl(tenant, hook, deps));
  if (!found) return 'alive';
  if (found.isActive) {
    await note(tenant, hook, database, { isActive: true, problem: null });
    return 'alive';
  }
  // never seen alive: nobody has set it up yet, or somebody took it away on purpose
  if (hook.wasActive !== true) {
    await note(tenant, hook, database, { isActive: false, problem: `${found.why} ${setItUp}` });
    return 'dead';
  }
  if (!(await database.withTenant(tenant, (db) => isAutomationOn(tenant, db)))) {
    await note(tenant, hook, database, { isActive: null, problem: `${found.why} ${switchedOff} ${setItUp}` });
    return 'dead';
  }
  // a vendor that forgets it every time is told no more than that: each time could leave one more hook there
  const since = idAt(new Date(deps.now().getTime() - dayMs));
  const repairs = await database.withTenant(tenant, (db) => countRepairs(tenant, db, hook.id, since));
  if (repairs >= mostRepairsADay) {
    const often = `It was set up again ${repairs} times within a day and is gone each time.`;
    await note(tenant, hook, database, { isActive: null, problem: `${found.why} ${often} ${setItUp}` });
    return 'dead';
  }
  try {
    await registerWebhook(tenant, { connectionId: hook.id }, deps);
    return 'repaired';
  } catch (error) {
    const said = error instanceof AppError ? error.message : 'Registering it again failed.';
    // "was alive" stays as it is: the next look tries again
    await note(tenant, hook, database, { isActive: null, problem: `${found.why} ${said} ${setItUp}` });
    return 'dead';
  }
}

const switchedOff = 'Automation is switched off, so it was not set up again.';
const setItUp = 'Until it is set up again under Connections, news comes by polling only, and later.';

const note = (
  tenant: TenantContext,
  hook: ClaimedHook,
  database: Pick<Database, 'sqlWithTenant'>,
  state: { isActive: boolean | null; problem: string | null },
) => database.sqlWithTenant(tenant, (sql) => saveHookState(tenant, sql, hook.id, state));
