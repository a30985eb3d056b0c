// script.run: a task that runs now, on one device. The platform tells the task's id, and later what the script printed.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { scriptVariables } from '#connectors/sdk/scripts/script-variables.ts';
import type { AsioContext } from '../auth.ts';
import { road } from '../client.ts';
import { splitDeviceId } from '../device-id.ts';
import { type Heartbeat, readHeartbeats } from '../devices.ts';
import { findScript } from '../scripts.ts';
import { descriptionOf, endOfTask, findTask } from '../tasks.ts';
import { taskShape } from '../vendor-shapes.ts';

const jobShape = z.object({ taskId: z.string() });
const toRef = (taskId: string): JobRef => ({ taskId });
const pollAfterMs = 5_000;

type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, AsioContext>;

export const runScript: Run = {
  async start(context, input, { tag }) {
    const { endpoint } = splitDeviceId(input.device);
    const variables = scriptVariables(input.parameters, { tag });
    const script = await findScript(context, input.script);
    const takesNone = script.hasParameters === false;
    if (takesNone && Object.keys(input.parameters).length > 0) {
      throw new ConnectorError('invalid-input', `The script "${script.name}" takes no parameters.`);
    }
    await requireOnline(context, endpoint);
    const { taskId } = await road.read(context, taskShape, {
      method: 'POST',
      path: '/api/platform/v2/automation/endpoints/schedule-tasks',
      json: {
        templateID: script.id,
        templateType: 'script',
        name: `MSPclaw ${script.name}`.slice(0, 100),
        description: descriptionOf(tag),
        // a text with JSON in it, not an object
        ...(takesNone
          ? {}
          : { parameters: JSON.stringify(Object.fromEntries(variables.map(({ name, value }) => [name, value]))) }),
        targets: [endpoint],
        targetType: 'MANAGED_ENDPOINT',
        schedule: { regularity: 'RunNow' },
      },
      action: 'run the script',
    });
    return toRef(taskId);
  },

  async poll(context, ref) {
    const output = await endOfTask(context, jobShape.parse(ref).taskId);
    return output ? { state: 'done', output } : { state: 'pending', pollAfterMs };
  },

  async reconcile(context, input, { tag }) {
    const taskId = await findTask(context, splitDeviceId(input.device).endpoint, tag);
    return taskId === null ? { found: false } : { found: true, job: toRef(taskId) };
  },
};

/** A task may wait for its device, and nobody wants it hours later. A platform that does not say is believed to be able. */
async function requireOnline(context: AsioContext, endpoint: string): Promise<void> {
  const beats = await readHeartbeats(context, 'endpoints', [endpoint]).catch((error: unknown) => {
    // a key for scripts alone
    if (error instanceof ConnectorError && error.kind === 'forbidden') return new Map<string, Heartbeat>();
    throw error;
  });
  if (beats.get(endpoint)?.isOnline !== false) return;
  throw new ConnectorError(
    'conflict',
    'The device is not online. No task was scheduled: it could run whenever the device comes back.',
    { maybeApplied: false },
  );
}
