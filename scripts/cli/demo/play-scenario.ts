// One scenario from the alert to its ending, judged by what the sandbox vendors say afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { composeApp, composeParts, type Parts } from '#server/composition.ts';
import { listRuns } from '#server/features/runs/list-runs.ts';
import type { RunView } from '#server/features/runs/read-run.schema.ts';
import { readRun } from '#server/features/runs/read-run.ts';
import { listOrgIds } from '#server/platform/db/list-org-ids.ts';
import { systemTenant, type TenantContext } from '#server/platform/tenant.ts';
import type { Progress } from '../../stack/progress.ts';
import { SandboxControl, type SandboxState } from './sandbox-control.ts';
import type { Scenario } from './scenarios.ts';

export interface DemoResult {
  ok: boolean;
  /** why not, when not */
  problems: string[];
  run: {
    id: string;
    status: string;
    playbook: string;
    steps: { id: string; kind: string; status: string; summary: string | null }[];
  };
  ticket: {
    vendor: string;
    id: string;
    status: string;
    assignee: string | null;
    notes: { visibility: string; text: string }[];
  };
  device: { name: string; before: Record<string, unknown>; after: Record<string, unknown> };
  webhookToResolvedMs: number;
  runs: number;
  scriptRuns: number;
}

const patienceMs = 120_000;
const finalStatuses = new Set(['succeeded', 'escalated', 'stopped', 'failed', 'cancelled', 'unknown']);

export async function playScenario(scenario: Scenario, controlUrl: string, progress: Progress): Promise<DemoResult> {
  const parts = composeParts('demo');
  try {
    return await play(scenario, new SandboxControl(controlUrl), parts, progress);
  } finally {
    await parts.bus.close();
    await parts.database.close();
  }
}

async function play(
  scenario: Scenario,
  control: SandboxControl,
  parts: Parts,
  progress: Progress,
): Promise<DemoResult> {
  const tenant = await demoTenant(parts);
  const scriptRunsBefore = await control.scriptRuns();
  if (scenario.isNew) await control.enroll(scenario.device, 'ACME-WS-014');
  if (scenario.deliveries) await control.hold(true);
  const startedAt = performance.now();
  await progress.step(`Alert on ${scenario.device}`, async (detail) => {
    await control.raiseAlert(scenario.device);
    if (scenario.deliveries) detail(await deliverAtOnce(control, scenario.deliveries));
  });
  if (scenario.rmmDownMs) {
    await progress.step(`The RMM goes down for ${scenario.rmmDownMs / 1_000} s`, async () => {
      await anyRun(tenant, parts);
      await control.addFault({ connector: 'ninjaone/rmm', kind: 'status', status: 503, forMs: scenario.rmmDownMs });
    });
  }
  const before = deviceFacts(await control.state(), scenario.device);
  const view = await progress.step('Run', (detail) => followRun(tenant, parts, detail));
  const webhookToResolvedMs = Math.round(performance.now() - startedAt);
  const state = await control.state();
  const ticket = readTicket(state, view.run.id);
  const runs = (await listRuns(tenant, { limit: 50 }, { database: parts.database })).items.length;
  const scriptRuns = (await control.scriptRuns()) - scriptRunsBefore;
  const refusals = await control.refusals();
  const problems = judge(scenario, { view, state, ticket, runs, scriptRuns, refusals });
  return {
    ok: problems.length === 0,
    problems,
    run: {
      id: view.run.id,
      status: view.run.status,
      playbook: view.run.playbook.slug,
      steps: view.steps.map(({ path, kind, status, summary }) => ({ id: path, kind, status, summary })),
    },
    ticket,
    device: { name: scenario.device, before, after: deviceFacts(state, scenario.device) },
    webhookToResolvedMs,
    runs,
    scriptRuns,
  };
}

async function demoTenant(parts: Parts): Promise<TenantContext> {
  const [org] = await listOrgIds(parts.database);
  if (!org) throw new Error('The demo org was not made.');
  return systemTenant(org, 'demo');
}

/** The bytes and headers the vendor would have sent, all under way at the same time. */
async function deliverAtOnce(control: SandboxControl, count: number): Promise<string> {
  const [webhook] = await control.held();
  if (!webhook) throw new Error('The sandbox held no webhook back.');
  const { url, headers, body } = webhook;
  const answers = await Promise.all(Array.from({ length: count }, () => fetch(url, { method: 'POST', headers, body })));
  const accepted = answers.filter((answer) => answer.status === 202).length;
  await control.hold(false);
  return `${accepted} of ${count} deliveries acknowledged`;
}

/** Waits until the alert has become a run. */
async function anyRun(tenant: TenantContext, parts: Parts): Promise<void> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    if ((await listRuns(tenant, { limit: 1 }, parts)).items.length > 0) return;
    await sleep(20);
  }
  throw new Error('The alert did not become a run.');
}

async function followRun(tenant: TenantContext, parts: Parts, detail: (text: string) => void): Promise<RunView> {
  const { runs } = composeApp(parts);
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const [newest] = (await listRuns(tenant, { limit: 1 }, runs)).items;
    if (newest && finalStatuses.has(newest.status)) {
      detail(newest.status);
      return readRun(tenant, { runId: newest.id }, runs);
    }
    await sleep(100);
  }
  throw new Error(`No run ended within ${patienceMs / 1_000} s.`);
}

function readTicket(state: SandboxState, runId: string): DemoResult['ticket'] {
  const ticket = state.tickets.findLast(({ externalKey }) => externalKey?.includes(runId));
  if (!ticket) return { vendor: 'connectwise/psa', id: '', status: 'no ticket', assignee: null, notes: [] };
  return {
    vendor: 'connectwise/psa',
    id: String(ticket.id),
    status: state.statuses.find(({ id }) => id === ticket.statusId)?.name ?? String(ticket.statusId),
    assignee: state.people.find(({ id }) => id === ticket.ownerId)?.name ?? null,
    notes: state.notes
      .filter(({ ticketId }) => ticketId === ticket.id)
      .map(({ visibility, text }) => ({ visibility, text })),
  };
}

function deviceFacts(state: SandboxState, name: string): Record<string, unknown> {
  const device = state.devices.find((one) => one.name === name);
  if (!device) return {};
  return {
    WinRM: device.services.find((one) => one.name === 'WinRM')?.state ?? 'absent',
    failedPatches: device.patches.filter(({ status }) => status === 'failed').length,
    needsReboot: device.needsReboot,
    activeAlerts: state.alerts.filter(({ deviceId, clearedAtMs }) => deviceId === device.id && clearedAtMs === null)
      .length,
  };
}

function judge(
  scenario: Scenario,
  seen: {
    view: RunView;
    state: SandboxState;
    ticket: DemoResult['ticket'];
    runs: number;
    scriptRuns: number;
    refusals: number;
  },
): string[] {
  const problems: string[] = [];
  const expect = (isSo: boolean, text: string) => {
    if (!isSo) problems.push(text);
  };
  const { view, ticket, state } = seen;
  expect(view.run.status === scenario.runStatus, `the run is ${view.run.status}, not ${scenario.runStatus}`);
  expect(seen.runs === 1, `${seen.runs} runs instead of one`);
  expect(seen.scriptRuns === scenario.scriptRuns, `${seen.scriptRuns} scripts ran instead of ${scenario.scriptRuns}`);
  expect(ticket.id !== '', 'the PSA has no ticket of this run');
  if (scenario.rmmDownMs) expect(seen.refusals > 0, 'the RMM was never asked while it was down');
  const isClosed = state.statuses.some(({ name, isClosed: closed }) => name === ticket.status && closed);
  expect(isClosed === (scenario.ticket === 'closed'), `the ticket is ${ticket.status}`);
  if (scenario.ticket === 'assigned') expect(ticket.assignee !== null, 'the ticket is assigned to nobody');
  expect(
    ticket.notes.length > 0 && ticket.notes.every(({ visibility }) => visibility === 'internal'),
    'the notes are not all internal',
  );
  return problems;
}
