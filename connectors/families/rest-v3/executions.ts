// What a script did on a device. Results live with the device: while it is offline they may be out of reach.
import type { JobProgress } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import { tagVariable } from '#connectors/sdk/scripts/script-variables.ts';
import type { RestV3 } from './client.ts';
import { readDevice } from './devices.ts';
import { parseTime } from './parse-time.ts';
import type { RestV3Context } from './vendor.ts';
import {
  executionDetailShape,
  executionShape,
  type RestV3Execution,
  type RestV3ExecutionDetail,
} from './vendor-shapes.ts';

export interface ExecutionRef {
  script: string;
  device: string;
  execution: string;
}

const pollAfterMs = 5_000;
const awayPollAfterMs = 60_000;
const longestOutput = 100_000;
/** runs of one script on one device, newest first */
const mostLookedAt = 200;

const outcomes: Record<string, ScriptResult['outcome']> = {
  successful: 'success',
  failed: 'failure',
  stopped: 'cancelled',
};
export const isUnderWay = (execution: RestV3Execution): boolean =>
  outcomes[execution.State?.toLowerCase() ?? ''] === undefined;

const pathOf = (script: string, device: string) =>
  `/automation/scripts/${pathPart(script, 'script')}/device/${pathPart(device, 'device')}/executions`;

export const readExecution = (api: RestV3, context: RestV3Context, ref: ExecutionRef): Promise<RestV3ExecutionDetail> =>
  api.read(context, executionDetailShape, {
    path: `${pathOf(ref.script, ref.device)}/${pathPart(ref.execution, 'execution')}`,
    action: 'read the result of the script',
  });

export async function executionsSince(
  api: RestV3,
  context: RestV3Context,
  of: { script: string; device: string },
  from: Date,
): Promise<RestV3Execution[]> {
  const list = { path: pathOf(of.script, of.device), shape: executionShape, action: 'list the runs of the script' };
  const rows = await api.until(context, list, (found) => found.length >= mostLookedAt);
  return rows.filter(({ StartTime }) => {
    const at = parseTime(StartTime);
    // what has no time could be ours, too
    return at === null || Date.parse(at) >= from.getTime();
  });
}

/** An execution is ours when it carries our tag: in its output variable RunTag, or in what it wrote. */
export function carriesTag(execution: RestV3ExecutionDetail, tag: string): boolean {
  const variable = execution.VariableOutputs?.find(({ Name }) => Name?.toLowerCase() === tagVariable.toLowerCase());
  if (variable) return variable.Value === tag;
  const at = execution.Output?.indexOf(tag) ?? -1;
  // attempt 1 is not attempt 12
  return at >= 0 && !/\d/.test(execution.Output?.[at + tag.length] ?? '');
}

export async function readProgress(
  api: RestV3,
  context: RestV3Context,
  ref: ExecutionRef,
): Promise<JobProgress<ScriptResult>> {
  let execution: RestV3ExecutionDetail;
  try {
    execution = await readExecution(api, context, ref);
  } catch (error) {
    if (await isAway(api, context, ref.device, error)) return { state: 'pending', pollAfterMs: awayPollAfterMs };
    throw error;
  }
  const outcome = outcomes[execution.State?.toLowerCase() ?? ''];
  if (outcome === undefined) return { state: 'pending', pollAfterMs };
  return {
    state: 'done',
    output: {
      outcome,
      exitCode: Number.isInteger(execution.ExitCode) ? (execution.ExitCode ?? null) : null,
      output: execution.Output?.slice(0, longestOutput) ?? null,
      startedAt: parseTime(execution.StartTime),
      finishedAt: parseTime(execution.EndTime),
    },
  };
}

/** Was it refused because the device is away? Throttling, a breakdown or a wrong token have nothing to do with the device. */
export async function isAway(api: RestV3, context: RestV3Context, device: string, error: unknown): Promise<boolean> {
  const isAboutDevice =
    error instanceof ConnectorError && ['not-found', 'invalid-input', 'conflict', 'unsupported'].includes(error.kind);
  if (!isAboutDevice) return false;
  const found = await readDevice(api, context, device).catch(() => null);
  return found?.IsOnline === false;
}
