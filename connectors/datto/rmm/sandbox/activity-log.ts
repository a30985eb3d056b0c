// The activity log: late, a quarter of an hour unless told, details as JSON in a text.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldActivity, WorldScriptRun } from '#connectors/sdk/sandbox/world-types.ts';
import { type DattoSandbox, ok } from './datto-state.ts';

const usualLookBackMs = 15 * 60_000;

interface Entry {
  id: string;
  atMs: number;
  category: string;
  action: string;
  deviceId: number;
  details: Record<string, unknown>;
}

const kinds: Record<WorldActivity['kind'], [string, string]> = {
  'alert-raised': ['monitor', 'raise.alert'],
  'alert-cleared': ['monitor', 'resolve.alert'],
  'script-started': ['job', 'start'],
  'script-finished': ['job', 'deployment'],
  'system-event': ['device', 'event'],
  'user-signed-in': ['device', 'login'],
  'patch-installed': ['patch', 'install'],
  'patch-failed': ['patch', 'install'],
};

function jobDetails(run: WorldScriptRun | undefined, { state }: DattoSandbox): Record<string, unknown> {
  const job = run && state.jobs[run.uid];
  if (!run || !job) return {};
  return {
    'job.id': run.id,
    'job.name': job.name,
    'job.status': run.state,
    ...(state.quirks.logHidesJobUid ? {} : { 'job.uid': run.uid }),
  };
}

function entriesOf(context: DattoSandbox): Entry[] {
  const { world } = context;
  const created = world.state.scriptRuns
    .filter((run) => context.state.jobs[run.uid])
    .map((run) => ({
      id: `create-${run.uid}`,
      atMs: run.queuedAtMs,
      category: 'job',
      action: 'create',
      deviceId: run.deviceId,
      details: jobDetails(run, context),
    }));
  const others = world.state.activities.map((activity) => {
    const [category, action] = kinds[activity.kind];
    const run = world.state.scriptRuns.find((one) => one.id === activity.scriptRunId);
    const details = { note: activity.message, ...jobDetails(run, context) };
    return { id: `log-${activity.id}`, atMs: activity.atMs, category, action, deviceId: activity.deviceId, details };
  });
  return [...created, ...others];
}

export function activityLog(request: SandboxRequest, context: DattoSandbox): SandboxAnswer {
  const { world } = context;
  const query = (name: string) => request.query.get(name);
  const nowMs = world.nowMs();
  const fromMs = query('from') === null ? nowMs - usualLookBackMs : Date.parse(query('from') ?? '');
  const categories = query('categories')?.split(',');
  const hostname = /device\.hostname : "([^"]+)"/.exec(query('searchQuery') ?? '')?.[1];
  const direction = query('order') === 'desc' ? -1 : 1;
  const size = Math.min(Number(query('size') ?? 20) || 20, 500);
  const after = query('searchAfter');
  const sorted = entriesOf(context)
    .filter((entry) => entry.atMs >= fromMs && entry.atMs + world.dials.feedLagMs <= nowMs)
    .filter((entry) => !categories || categories.includes(entry.category))
    .filter((entry) => hostname === undefined || world.device(entry.deviceId)?.name === hostname)
    .sort((a, b) => direction * (a.atMs - b.atMs || a.id.localeCompare(b.id)));
  const position = after === null ? 0 : sorted.findIndex((entry) => `${entry.atMs},${entry.id}` === after) + 1;
  const page = sorted.slice(position, position + size);
  const last = page.at(-1);
  const next = new URLSearchParams(request.query);
  next.set('page', 'next');
  next.set('searchAfter', `${last?.atMs},${last?.id}`);
  return ok({
    pageDetails: {
      count: page.length,
      totalCount: sorted.length,
      prevPageUrl: null,
      nextPageUrl: position + size < sorted.length ? `${request.origin}${request.path}?${next}` : null,
    },
    activities: page.map((entry) => activityRow(entry, context)),
  });
}

function activityRow(entry: Entry, { world }: DattoSandbox) {
  const device = world.device(entry.deviceId);
  const client = world.state.clients.find((one) => one.id === device?.clientId);
  return {
    id: entry.id,
    entity: 'DEVICE',
    category: entry.category,
    action: entry.action,
    date: entry.atMs,
    site: { id: client?.id ?? 0, name: client?.name ?? '' },
    deviceId: entry.deviceId,
    hostname: device?.name ?? '',
    user: { id: 1, userName: 'mspclaw', firstName: 'MSP', lastName: 'Claw' },
    details: JSON.stringify({
      'device.hostname': device?.name,
      'device.uid': device?.uid,
      entity: 'DEVICE',
      'event.action': entry.action,
      'event.category': entry.category,
      ...entry.details,
    }),
    hasStdOut: entry.action === 'deployment',
    hasStdErr: false,
  };
}
