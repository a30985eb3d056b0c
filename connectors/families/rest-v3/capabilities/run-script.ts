// script.run: one script on one device that is online. The answer has the number of the execution; when it was lost, an
// execution that carries our tag is ours, or a result that the script posted to the address made for our tag.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import { scriptVariables } from '#connectors/sdk/scripts/script-variables.ts';
import type { RestV3 } from '../client.ts';
import { carriesTag, executionsSince, isAway, isUnderWay, readExecution, readProgress } from '../executions.ts';
import { findScript, fittingVariables } from '../scripts.ts';
import type { RestV3Context } from '../vendor.ts';
import { startedShape } from '../vendor-shapes.ts';

const jobShape = z.object({
  script: z.string(),
  device: z.string(),
  tag: z.string(),
  /** null = only known by what the script posted */
  execution: z.string().nullable(),
});
type Job = z.output<typeof jobShape>;
const toRef = (job: Job): JobRef => ({ ...job });

type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, RestV3Context>;

const pollAfterMs = 5_000;
/** clocks that disagree */
const skewMs = 5 * 60_000;

export const createRunScript = (api: RestV3): Run => ({
  async start(context, input, { tag }) {
    const device = oneDevice(input.device);
    // all of it is refused before anything is sent
    scriptVariables(input.parameters, { tag });
    const script = await findScript(api, context, input.script);
    const callback = await context.scriptCallbacks?.open(tag);
    const given = scriptVariables(input.parameters, { tag, callbackUrl: callback?.url ?? null });
    const call = {
      method: 'POST',
      path: `/automation/scripts/${pathPart(script.Id, 'script')}/run`,
      json: { DeviceIdentifier: device, Variables: fittingVariables(script, given) },
      action: `run the script "${script.Name ?? script.Id}"`,
    } as const;
    try {
      const { ExecutionId: execution } = await api.read(context, startedShape, call);
      return toRef({ script: script.Id, device, tag, execution });
    } catch (error) {
      throw (await isAway(api, context, device, error)) ? awayError(api, error) : error;
    }
  },

  async poll(context, ref) {
    const { execution, ...job } = jobShape.parse(ref);
    const progress = execution === null ? null : await readProgress(api, context, { ...job, execution });
    if (progress?.state === 'done') return progress;
    const posted = (await context.scriptCallbacks?.read(job.tag)) ?? null;
    return posted ? { state: 'done', output: posted } : (progress ?? { state: 'pending', pollAfterMs });
  },

  async reconcile(context, input, { tag, notBefore }) {
    const script = await findScript(api, context, input.script);
    const job = { script: script.Id, device: oneDevice(input.device), tag };
    const candidates = await executionsSince(api, context, job, new Date(notBefore.getTime() - skewMs));
    for (const { Id: execution } of candidates.filter((one) => !isUnderWay(one))) {
      const detail = await readExecution(api, context, { ...job, execution });
      if (carriesTag(detail, tag)) return { found: true, job: toRef({ ...job, execution }) };
    }
    const posted = (await context.scriptCallbacks?.read(tag)) ?? null;
    if (posted) return { found: true, job: toRef({ ...job, execution: null }) };
    if (candidates.some(isUnderWay)) throw stillUnderWay(api);
    return { found: false };
  },
});

/** Where devices may be left out, the server takes all of them: an identifier is there, and is one. */
function oneDevice(device: string): string {
  const trimmed = device.trim();
  if (/^[\w.-]{1,100}$/.test(trimmed)) return trimmed;
  throw new ConnectorError('invalid-input', 'A script runs on exactly one device, and this is not the id of one.');
}

const awayError = (api: RestV3, error: unknown) =>
  new ConnectorError(
    'conflict',
    `The device is offline, and ${api.vendor.name} runs scripts only on devices that are online. Nothing was started; try again when it is back.`,
    {
      ...(error instanceof ConnectorError && error.status !== undefined ? { status: error.status } : {}),
      maybeApplied: false,
    },
  );

/** Its end tells whose it is. */
const stillUnderWay = (api: RestV3) =>
  new ConnectorError(
    'unavailable',
    `This script is running on the device now, and ${api.vendor.name} does not say who started it. Once it has ended, its result tells.`,
    { retryAfterMs: 15_000 },
  );
