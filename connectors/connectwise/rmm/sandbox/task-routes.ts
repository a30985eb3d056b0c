// Scripts as tasks: scheduled, then an instance that appears a little later, then its result with what was printed.
import { z } from 'zod';
import type { SandboxAnswer, SandboxRequest, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { tagVariable } from '#connectors/sdk/scripts/script-variables.ts';
import { fromUuid, toUuid } from './asio-ids.ts';
import { type AsioSandboxContext, type AsioSandboxState, refusal } from './asio-state.ts';

type Context = AsioSandboxContext;
const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
const nothing = refusal(404, 'Task Instance does not exist');

const taskShape = z.strictObject({
  templateID: z.string(),
  templateType: z.literal('script'),
  name: z.string().min(1),
  description: z.string(),
  parameters: z.string().optional(),
  targets: z.tuple([z.string()]),
  targetType: z.literal('MANAGED_ENDPOINT'),
  schedule: z.object({ regularity: z.literal('RunNow') }),
});

function readParameters(text: string | undefined): Record<string, string> | null {
  try {
    return z.record(z.string(), z.string()).safeParse(JSON.parse(text ?? '{}')).data ?? null;
  } catch {
    return null;
  }
}

function scheduleTask(request: SandboxRequest, { world, state }: Context): SandboxAnswer {
  const asked = taskShape.safeParse(request.json()).data;
  const parameters = readParameters(asked?.parameters);
  if (!asked || !parameters) return refusal(400, 'The task is not valid.');
  const script = world.state.scripts.find((entry) => entry.id === fromUuid('script', asked.templateID));
  const device = world.state.devices.find((entry) => entry.id === fromUuid('publicEndpoint', asked.targets[0]));
  if (!script || !device) return refusal(400, 'Unknown template or target.');
  const tag = parameters[tagVariable] ?? /^Ref (.+)$/.exec(asked.description)?.[1] ?? null;
  const run = world.startScript({ deviceId: device.id, scriptId: script.id, via: 'connectwise/rmm', tag, parameters });
  const { name, description } = asked;
  const task = { id: world.nextId('asioTask'), runId: run.id, deviceId: device.id, name, description };
  state.tasks.push(task);
  return {
    status: 201,
    json: { taskId: toUuid('task', task.id), templateId: asked.templateID, templateType: 'script', name },
  };
}

function instanceOf(request: SandboxRequest, { world, state }: Context) {
  const task = state.tasks.find((entry) => entry.id === fromUuid('task', request.params.task));
  const run = world.state.scriptRuns.find((entry) => entry.id === task?.runId);
  return task && run && run.startAtMs <= world.nowMs() ? { task, run } : undefined;
}

function instances(request: SandboxRequest, context: Context): SandboxAnswer {
  const found = instanceOf(request, context);
  if (!found) return nothing;
  const { task, run } = found;
  const row = {
    TaskID: toUuid('task', task.id),
    Id: toUuid('instance', task.id),
    Name: task.name,
    OverallStatus: run.state === 'finished' ? 'Completed' : 'Running',
    Regularity: 'RunNow',
    ExecutedOn: new Date(run.startAtMs).toISOString(),
    DeviceCount: 1,
    SuccessCount: run.exitCode === 0 ? 1 : 0,
  };
  return ok({ Results: [row], Count: 1 });
}

function results(request: SandboxRequest, context: Context): SandboxAnswer {
  const found = instanceOf(request, context);
  if (!found || fromUuid('instance', request.params.instance) !== found.task.id) return nothing;
  const { task, run } = found;
  const isFinished = run.state === 'finished';
  const isGood = run.exitCode === 0;
  const rows = [
    {
      endpointId: toUuid('privateEndpoint', task.deviceId),
      completionStatus: isFinished
        ? (context.state.quirks.completionStatus ?? (isGood ? 'Success' : 'Failed'))
        : 'Running',
      resultDetails: isFinished && isGood ? (run.output ?? '') : '',
      errorDetails: isFinished && !isGood ? (run.output ?? '') : '',
      taskId: toUuid('task', task.id),
      taskInstanceId: toUuid('instance', task.id),
    },
  ];
  const { resultKey } = context.state.quirks;
  return ok(resultKey === 'bare' ? rows : { [resultKey]: rows, Count: 1 });
}

function tasksOfEndpoint(request: SandboxRequest, { state }: Context): SandboxAnswer {
  const deviceId = fromUuid('privateEndpoint', request.params.endpoint);
  const found = state.tasks.filter((task) => task.deviceId === deviceId);
  if (found.length === 0) return nothing;
  return ok(
    found.map((task) => ({
      taskID: toUuid('task', task.id),
      EndpointID: request.params.endpoint,
      name: task.name,
      description: task.description,
    })),
  );
}

const api = '/api/platform';
export const taskRoutes: SandboxRoute<AsioSandboxState>[] = [
  {
    method: 'GET',
    path: `${api}/v1/automation/scripts`,
    handle: (_request, { world }) =>
      ok(
        world.state.scripts.map(({ id, name, description }) => ({
          id: toUuid('script', id),
          name,
          description,
          hasParameters: true,
        })),
      ),
  },
  { method: 'POST', path: `${api}/v2/automation/endpoints/schedule-tasks`, handle: scheduleTask },
  { method: 'GET', path: `${api}/v1/automation/tasks/:task/instances/summary`, handle: instances },
  { method: 'GET', path: `${api}/v2/automation/tasks/:task/instances/:instance/results`, handle: results },
  { method: 'GET', path: `${api}/v2/automation/endpoints/:endpoint/tasks/summary`, handle: tasksOfEndpoint },
];
