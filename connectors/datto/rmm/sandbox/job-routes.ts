// Components, quick jobs, and what they wrote.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldScriptRun } from '#connectors/sdk/sandbox/world-types.ts';
import { type DattoRoute, type DattoSandbox, ok, springError } from './datto-state.ts';
import { pageOf } from './pages.ts';

const variableTypes = { string: 'string', integer: 'string', boolean: 'boolean' };
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const refuse = (status: number, request: SandboxRequest, { world }: DattoSandbox) =>
  springError(status, request.path, world.nowMs());

export function listComponents(request: SandboxRequest, context: DattoSandbox): SandboxAnswer {
  const rows = context.world.state.scripts.map((script) => ({
    id: script.id,
    credentialsRequired: false,
    uid: script.uid,
    name: script.name,
    description: script.description,
    categoryCode: 'scripts',
    variables: script.parameters.map((parameter, index) => ({
      name: parameter.name,
      defaultVal: '',
      type: variableTypes[parameter.type],
      direction: true,
      description: '',
      variablesIdx: index,
    })),
  }));
  return pageOf('components', rows, request, context, [null, { name: 'no uid' }]);
}

export function quickJob(request: SandboxRequest, context: DattoSandbox): SandboxAnswer {
  const { world, state } = context;
  const device = world.state.devices.find((entry) => entry.uid === request.params.uid);
  if (!device) return refuse(404, request, context);
  const body = record(request.json());
  const component = record(body.jobComponent);
  const script = world.state.scripts.find((entry) => entry.uid === component.componentUid);
  if (typeof body.jobName !== 'string' || body.jobName === '' || !script) return refuse(400, request, context);
  if (state.quirks.tooHighComponents.includes(script.name)) return refuse(500, request, context);
  const variables = (Array.isArray(component.variables) ? component.variables : []).map(record);
  const parameters = Object.fromEntries(variables.map(({ name, value }) => [String(name), String(value)]));
  const tag = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'runtag')?.[1] ?? body.jobName;
  const run = world.startScript({ deviceId: device.id, scriptId: script.id, via: 'datto/rmm', tag, parameters });
  run.startAtMs += state.quirks.jobDelayMs;
  run.finishAtMs += state.quirks.jobDelayMs;
  state.jobs[run.uid] = { name: body.jobName, deviceUid: device.uid, componentUid: script.uid };
  return ok({
    job: jobRow(run, body.jobName),
    jobComponents: [{ uid: script.uid, name: script.name, variables }],
  });
}

const jobRow = (run: WorldScriptRun, name: string) => ({
  id: run.id,
  dateCreated: run.queuedAtMs,
  name,
  uid: run.uid,
  status: run.state === 'finished' ? 'completed' : 'active',
});

const withRun =
  (
    handle: (run: WorldScriptRun, request: SandboxRequest, context: DattoSandbox) => SandboxAnswer,
  ): DattoRoute['handle'] =>
  (request, context) => {
    const run = context.world.state.scriptRuns.find((entry) => entry.uid === request.params.job);
    const job = run && context.state.jobs[run.uid];
    const isHere = request.params.device === undefined || request.params.device === job?.deviceUid;
    return run && job && isHere ? handle(run, request, context) : refuse(404, request, context);
  };

export const readJob = withRun((run, _request, { state }) => ok(jobRow(run, state.jobs[run.uid]?.name ?? '')));

export const jobResult = withRun((run, request, context) => {
  const { world, state } = context;
  // nothing before the device has reported
  if (run.startAtMs > world.nowMs()) return refuse(404, request, context);
  const isDone = run.state === 'finished';
  const status = isDone ? (run.exitCode === 0 ? 'Success' : 'Failure') : 'Running';
  const job = state.jobs[run.uid];
  const script = world.state.scripts.find((entry) => entry.id === run.scriptId);
  return ok({
    jobUid: run.uid,
    deviceUid: job?.deviceUid,
    ranOn: run.startAtMs,
    jobDeploymentStatus: state.quirks.jobStatus ?? status,
    componentResults: isDone
      ? [
          {
            componentUid: job?.componentUid,
            componentName: script?.name,
            componentStatus: run.exitCode === 0 ? 'Success' : 'Failure',
            numberOfWarnings: 0,
            hasStdOut: run.exitCode === 0,
            hasStdErr: run.exitCode !== 0,
          },
        ]
      : [],
  });
});

/** what went well is on the one, what did not on the other */
export const standardText = (isError: boolean) =>
  withRun((run, request, context) => {
    if (run.state !== 'finished' || (run.exitCode !== 0) !== isError) return refuse(404, request, context);
    const script = context.world.state.scripts.find((entry) => entry.id === run.scriptId);
    return ok([{ componentUid: script?.uid, componentName: script?.name, stdData: run.output ?? '' }]);
  });
