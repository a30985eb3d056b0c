// One segment of a run: claim it, read the journal, walk the plan as far as it goes, park or finish. May be killed at any
// line; whoever comes next goes on from the journal alone.
import { checkPlaybook } from '../plan/check-playbook.ts';
import type { Playbook } from '../plan/compiled-step.ts';
import type { CapabilityCatalog } from '../ports/capabilities.ts';
import type { EnginePorts } from '../ports/engine-ports.ts';
import { LeaseLost } from '../ports/journal.ts';
import type { FinalRunStatus, Lease, RunRecord, SegmentRef } from '../ports/run-records.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import { RunContext } from './run-context.ts';
import { walkSteps } from './walk-steps.ts';

const maxCached = 200;
const cache = new WeakMap<CapabilityCatalog, Map<string, Playbook>>();

/** The version the run began with, from the run itself. A sentence when it cannot be run. */
const pinnedPlaybook = (run: RunRecord, catalog: CapabilityCatalog): Playbook | string => {
  const known = cache.get(catalog) ?? new Map<string, Playbook>();
  cache.set(catalog, known);
  const cached = known.get(run.playbook.source);
  const result = cached === undefined ? checkPlaybook(run.playbook.source, catalog) : null;
  if (result !== null && !result.ok) {
    const first = result.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
    return `The playbook does not pass the check any more: line ${first?.line}: ${first?.message}`;
  }
  const playbook = cached ?? result?.playbook;
  if (playbook === undefined || playbook === null) return 'The playbook cannot be read.';
  if (playbook.contentHash !== run.playbook.contentHash)
    return 'The stored playbook is not the one this run was started with.';
  if (known.size >= maxCached) known.clear();
  known.set(run.playbook.source, playbook);
  return playbook;
};

const finish = async (ports: EnginePorts, lease: Lease, status: FinalRunStatus, outcome: string): Promise<void> => {
  await ports.boundary('before-finish');
  await ports.journal.finish(lease, status, outcome.slice(0, 2_000));
  await ports.boundary('finished');
};

const lastWords = (context: RunContext): string => {
  const last = context.records.filter((step) => step.status === 'ok' && step.summary !== null).at(-1);
  return last?.summary ?? 'There was nothing to do.';
};

const failurePath = 'onFailure';

/** Journaled once: what went wrong, and from when its handling has time. */
const noteFailure = async (seen: StepEnd | null, context: RunContext): Promise<NonNullable<RunContext['failure']>> => {
  let record = context.record(failurePath);
  if (record === undefined) {
    if (seen?.kind !== 'failed') throw new Error('there is no failure to note');
    const { code, message } = seen.error;
    record = await context.begin({ path: failurePath, kind: 'failure', input: { path: seen.path, code, message } });
    await context.finish(record, { status: 'ok', summary: `${seen.path} failed: ${message}` });
  }
  const { input } = record;
  const given = typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
  const error = { code: String(given.code), message: String(given.message), retryable: false };
  context.failure = { path: String(given.path ?? ''), error, at: record.startedAt };
  return context.failure;
};

const walkAll = async (context: RunContext): Promise<StepEnd> => {
  // Bounded: a plan that changes each time somebody looks at it is not worth following.
  for (let rounds = 0; rounds < 10; rounds += 1) {
    const seen = context.record(failurePath) === undefined ? await walkSteps(context.playbook.steps, context) : null;
    if (seen?.kind === 'again') continue;
    if (seen !== null && (seen.kind !== 'failed' || context.playbook.onFailure.length === 0)) return seen;
    const failure = await noteFailure(seen, context);
    const handled = await walkSteps(context.playbook.onFailure, context);
    if (handled.kind === 'again') continue;
    return handled.kind === 'done' ? { kind: 'failed', path: failure.path, error: failure.error } : handled;
  }
  return {
    kind: 'failed',
    path: 'plan',
    error: { code: 'limit', message: 'The plan kept changing while it was approved.', retryable: false },
  };
};

const advanceHeld = async (ports: EnginePorts, lease: Lease): Promise<void> => {
  const loaded = await ports.journal.load(lease);
  await ports.boundary('run-loaded');
  const playbook = pinnedPlaybook(loaded.run, ports.catalog);
  if (typeof playbook === 'string') return finish(ports, lease, 'failed', playbook);
  const missing = playbook.requires.find((name) => (loaded.run.facts[name] ?? null) === null);
  if (missing !== undefined)
    return finish(ports, lease, 'failed', `The playbook needs a ${missing}, and this run has none.`);
  const context = new RunContext(ports, lease, playbook, loaded);
  const end = await walkAll(context);
  switch (end.kind) {
    case 'parked':
      return;
    case 'ended':
      return finish(ports, lease, end.status, end.outcome);
    case 'failed':
      return finish(ports, lease, 'failed', `${end.path}: ${end.error.message}`);
    default:
      return finish(ports, lease, 'succeeded', lastWords(context));
  }
};

/** The segment handler. @throws only what is ours (the database is away): the runtime delivers the segment again */
export const advance = async (ports: EnginePorts, segment: SegmentRef): Promise<void> => {
  const lease = await ports.journal.claim(segment);
  if (lease === null) return;
  try {
    await ports.boundary('segment-claimed');
    await advanceHeld(ports, lease);
  } catch (caught) {
    // Somebody else goes on with the run: nothing to do and nothing to say about it.
    if (!(caught instanceof LeaseLost)) throw caught;
  }
};
