import type { Database, Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findRunNames, listRuns, summarizeRun } from '../runs/public.ts';
import { countNow, countRange, findNeeds, findRunsById } from './overview.repository.ts';
import type { OverviewView } from './read-overview.schema.ts';

export interface OverviewDeps {
  database: Database;
  now: () => Date;
}

const dayMs = 86_400_000;
const shown = 8;

export async function readOverview(tenant: TenantContext, deps: OverviewDeps): Promise<OverviewView> {
  const to = deps.now();
  const from = new Date(to.getTime() - dayMs);
  const counted = await deps.database.withTenant(tenant, async (db) => ({
    now: await countRange(tenant, db, { from, to }),
    before: await countRange(tenant, db, { from: new Date(from.getTime() - dayMs), to: from }),
    current: await countNow(tenant, db),
    needs: await readNeeds(tenant, db, to),
  }));
  const figure = (key: keyof typeof counted.now) => ({ now: counted.now[key], before: counted.before[key] });
  const unhealthy = counted.current.connections.filter((group) => ['degraded', 'failing'].includes(group.status));
  const sum = (groups: { _count: { _all: number } }[]) => groups.reduce((total, group) => total + group._count._all, 0);
  return {
    since: from,
    alerts: figure('alerts'),
    incidentsOpened: figure('incidentsOpened'),
    merged: figure('merged'),
    ticketsClosed: figure('ticketsClosed'),
    runsSucceeded: figure('runsSucceeded'),
    runsEscalated: figure('runsEscalated'),
    active: { incidents: counted.current.incidents, runs: counted.current.runs },
    connections: { total: sum(counted.current.connections), unhealthy: sum(unhealthy) },
    needs: counted.needs,
    recentRuns: (await listRuns(tenant, { limit: shown }, deps)).items,
  };
}

/** Approvals first: they expire. */
async function readNeeds(tenant: TenantContext, db: Db, now: Date): Promise<OverviewView['needs']> {
  const needs = await findNeeds(tenant, db, now, shown);
  const runs = await findRunsById(
    tenant,
    db,
    needs.approvals.map((approval) => approval.runId),
  );
  const names = await findRunNames(tenant, db, [...runs, ...needs.unknown]);
  const whereItIs = (run: (typeof runs)[number] | undefined) => {
    const summary = run && summarizeRun(run, names);
    return [summary?.playbook.title, summary?.device?.name, summary?.client?.name].filter(Boolean).join(' · ');
  };
  return {
    approvals: needs.approvalCount,
    unknownSteps: needs.unknownCount,
    escalated: needs.escalatedCount,
    items: [
      ...needs.approvals.map((approval) => ({
        kind: 'approval' as const,
        id: approval.id,
        title: approval.reason,
        detail: whereItIs(runs.find((run) => run.id === approval.runId)),
        at: approval.createdAt,
      })),
      ...needs.unknown.map((run) => ({
        kind: 'unknown' as const,
        id: run.id,
        title: 'A step may or may not have happened',
        detail: whereItIs(run),
        at: run.createdAt,
      })),
      ...needs.escalated.map((incident) => ({
        kind: 'escalated' as const,
        id: incident.id,
        title: incident.title,
        detail: [incident.device?.name, incident.client?.name].filter(Boolean).join(' · '),
        at: incident.lastAt,
      })),
    ].slice(0, shown + 4),
  };
}
