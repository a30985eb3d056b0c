// One stack: an org of its own, connected to a PSA and an RMM that are two views of one imaginary MSP.
import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxes } from '#connectors/registry.gen.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type StoryName, stories } from '#connectors/sdk/sandbox/stories.ts';
import type { WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { registeredConnectors } from '#server/bus/registry.ts';
import { composeConnections } from '#server/composition.ts';
import { createConnection, syncConnection } from '#server/features/connections/public.ts';
import { newId } from '#server/platform/ids.ts';
import { systemTenant, type TenantContext } from '#server/platform/tenant.ts';
import type { StackBed } from './stack-bed.ts';

export interface Pair {
  psa: string;
  rmm: string;
}

/** each on another device, so that they do not meet */
export const troubles = ['powershell-simple', 'powershell-complex', 'spooler-stopped'] as const satisfies StoryName[];

export interface RunFacts {
  playbook: string;
  device: string | null;
  status: string;
  outcome: string | null;
  failedSteps: string[];
  /** every step in a line, for whoever looks for the reason */
  steps: string[];
}

export interface StackFacts {
  runs: RunFacts[];
  /** script runs at the world's end: device -> times executed */
  executions: Record<string, number>;
  tickets: (Pick<WorldTicket, 'id' | 'title' | 'ownerId'> & { isClosed: boolean; notes: WorldNote[] })[];
  /** what neither of the two can do, with the RMM's reason */
  cannot: Readonly<Record<string, string>>;
  psaCannot: Readonly<Record<string, string>>;
  /** does the RMM ever say that an alert is over? `mixed`: the PSA tells of alerts too, and of their end */
  recovery: 'told' | 'never' | 'mixed';
}

const sandboxConnections = { scriptLagMs: 300, feedLagMs: 200, settleMs: 300 };
const final = new Set(['succeeded', 'escalated', 'stopped', 'failed', 'cancelled', 'unknown']);

export class StackWorld {
  readonly pair: Pair;
  private readonly bed: StackBed;
  private readonly sandbox: Sandbox;
  private readonly tenant: TenantContext;
  private readonly rmmConnection: string;
  private brokenAtMs = 0;

  private constructor(parts: {
    pair: Pair;
    bed: StackBed;
    sandbox: Sandbox;
    tenant: TenantContext;
    rmmConnection: string;
  }) {
    this.pair = parts.pair;
    this.bed = parts.bed;
    this.sandbox = parts.sandbox;
    this.tenant = parts.tenant;
    this.rmmConnection = parts.rmmConnection;
  }

  static async make(pair: Pair, bed: StackBed): Promise<StackWorld> {
    const ids = [...new Set([pair.psa, pair.rmm])];
    const vendors = await Promise.all(
      ids.map(async (id) => {
        const load = sandboxes[id];
        if (!load) throw new Error(`${id} has no sandbox`);
        return { dialect: await load() };
      }),
    );
    const sandbox = await startSandbox({ vendors, dials: sandboxConnections });
    const { database } = bed.parts;
    const tenant = systemTenant(newId(), 'stacks');
    await database.withTenant(tenant, (db) =>
      db.org.create({ data: { id: tenant.orgId, slug: `s-${tenant.orgId}`, name: `${pair.psa} x ${pair.rmm}` } }),
    );
    const deps = composeConnections(bed.parts);
    const made = new Map<string, string>();
    for (const id of ids) {
      const { settings, secrets } = sandbox.vendors[id]?.connection() ?? {};
      const texts = (given: unknown) => given as Record<string, string>;
      const input = { connector: id, name: id, settings: texts(settings), secrets: texts(secrets), skipTest: false };
      const { connectionId } = await createConnection(tenant, input, deps, {
        controlUrl: `${sandbox.control.origin}/__sandbox`,
      });
      await database.sqlWithTenant(tenant, (sql) =>
        sql.query(
          `UPDATE connection SET settings = settings || '{"sandboxVisibilityLagMs": 500}'::jsonb WHERE id = $1`,
          [connectionId],
        ),
      );
      await syncConnection(tenant, { connectionId }, deps);
      made.set(id, connectionId);
    }
    await rateEngineers(tenant, bed, sandbox);
    return new StackWorld({ pair, bed, sandbox, tenant, rmmConnection: made.get(pair.rmm) ?? '' });
  }

  /** The cursor stands: what happens from now on is news. */
  async firstPoll(): Promise<void> {
    const polls = registeredConnectors[this.pair.rmm]?.triggers.polls ?? [];
    for (let tries = 0; polls.length > 0 && tries < 600; tries++, await sleep(100)) {
      const rows = await this.query(
        `SELECT 1 FROM connection_cursor WHERE connection_id = $1 AND trigger <> 'sync' AND cursor <> 'null'::jsonb`,
        [this.rmmConnection],
      );
      if (rows.length >= polls.length) return;
    }
  }

  breakThings(): void {
    this.brokenAtMs = Date.now();
    for (const name of troubles) {
      const story = stories[name];
      const device = this.sandbox.world.device(story.device);
      if (device) this.sandbox.world.raiseAlert(device, story.kind, { ...story.data });
    }
  }

  async isOver(): Promise<boolean> {
    const runs = await this.runs();
    const isSilent = cannotOf(this.pair)['alert.read'] !== undefined;
    // an RMM that tells of no alerts is given a minute to prove it
    if (isSilent) return Date.now() - this.brokenAtMs > 90_000 && runs.every(({ status }) => final.has(status));
    return runs.length >= troubles.length && runs.every(({ status }) => final.has(status));
  }

  async facts(): Promise<StackFacts> {
    const { state } = this.sandbox.world;
    const closing = new Set(state.statuses.filter(({ isClosed }) => isClosed).map(({ id }) => id));
    const fresh = state.tickets.filter(({ createdAtMs }) => createdAtMs >= this.brokenAtMs && this.brokenAtMs > 0);
    const executions: Record<string, number> = {};
    for (const line of this.sandbox.ledger.lines()) {
      if (line.what === 'executed') executions[line.device] = (executions[line.device] ?? 0) + 1;
    }
    return {
      runs: await this.runs(),
      executions,
      tickets: fresh.map(({ id, title, ownerId, statusId }) => ({
        id,
        title,
        ownerId,
        isClosed: closing.has(statusId),
        notes: state.notes.filter((note) => note.ticketId === id),
      })),
      cannot: cannotOf(this.pair),
      psaCannot: registeredConnectors[this.pair.psa]?.cannot ?? {},
      recovery: recoveryOf(this.pair),
    };
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  private runs(): Promise<RunFacts[]> {
    return this.query<RunFacts>(
      `SELECT p.slug AS playbook, d.name AS device, r.status, r.outcome,
         coalesce((SELECT array_agg(s.path || ': ' || coalesce(s.error->>'message', s.summary, ''))
           FROM run_step s WHERE s.run_id = r.id AND s.status = 'failed'), '{}') AS "failedSteps",
         coalesce((SELECT array_agg(s.path || '=' || s.status || ' ' || coalesce(s.error->>'message', s.summary, '') ORDER BY s.position)
           FROM run_step s WHERE s.run_id = r.id), '{}') AS steps
       FROM run r JOIN playbook p ON p.id = r.playbook_id LEFT JOIN device d ON d.id = r.device_id
       ORDER BY p.slug, d.name`,
    );
  }

  private query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.bed.parts.database.sqlWithTenant(this.tenant, (sql) => sql.query<Row>(text, values));
  }
}

/** Tiers and skills are ours, not the PSA's. */
async function rateEngineers(tenant: TenantContext, bed: StackBed, sandbox: Sandbox): Promise<void> {
  await bed.parts.database.withTenant(tenant, async (db) => {
    for (const person of sandbox.world.state.people) {
      await db.engineer.updateMany({
        where: { name: person.name },
        data: { tier: `tier${person.tier}`, skills: person.skills },
      });
    }
  });
}

/** A PSA may be an RMM too: what it offers, the stack can. */
function cannotOf({ psa, rmm }: Pair): Record<string, string> {
  const offered = registeredConnectors[psa]?.capabilities ?? {};
  const missing = Object.entries(registeredConnectors[rmm]?.cannot ?? {});
  return Object.fromEntries(missing.filter(([name]) => !Object.hasOwn(offered, name)));
}

function recoveryOf({ psa, rmm }: Pair): StackFacts['recovery'] {
  const tells = (id: string) => registeredConnectors[id]?.tellsRecovery !== false;
  if (tells(rmm)) return 'told';
  return psa !== rmm && registeredConnectors[psa]?.capabilities['alert.read'] && tells(psa) ? 'mixed' : 'never';
}
