// script.run: a quick job of one component. Its name is our tag: the only thing to find it by when the answer was lost. Datto
// keeps what the component wrote, but no exit code; a quick job may begin half an hour late.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import {
  callbackVariable,
  type ScriptVariable,
  scriptVariables,
  tagVariable,
} from '#connectors/sdk/scripts/script-variables.ts';
import { activitiesBack, detailsOf } from '../activities.ts';
import type { DattoContext } from '../auth.ts';
import { datto } from '../client.ts';
import { findComponent, inputVariables } from '../components.ts';
import { readJobProgress } from '../job-progress.ts';
import { type DattoComponent, startedJobShape } from '../vendor-shapes.ts';

const jobRefShape = z.object({ jobUid: z.string(), deviceUid: z.string(), startedAt: z.iso.datetime().optional() });
type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, DattoContext>;

/** clocks that disagree */
const skewMs = 5 * 60_000;

export const runScript: Run = {
  async start(context, input, { tag }) {
    const deviceUid = input.device;
    const path = `/v2/device/${pathPart(deviceUid, 'device')}/quickjob`;
    const given = scriptVariables(input.parameters, { tag });
    const component = await findComponent(context, input.script);
    const variables = fittingVariables(component, given);
    const { job } = await datto.read(context, startedJobShape, {
      method: 'PUT',
      path,
      json: { jobName: tag, jobComponent: { componentUid: component.uid, variables } },
      action: 'run the component',
    });
    return toRef({ jobUid: job.uid, deviceUid, startedAt: context.now().toISOString() });
  },

  poll: (context, ref) => readJobProgress(context, jobRefShape.parse(ref)),

  /** Only a job with our tag as its name is ours. */
  async reconcile(context, input, { tag, notBefore }) {
    const isOurs = (details: Record<string, unknown>) =>
      details['job.name'] === tag && (details['device.uid'] ?? input.device) === input.device;
    const activities = await activitiesBack(
      context,
      new Date(notBefore.getTime() - skewMs),
      { categories: 'job' },
      (all) => all.some((activity) => isOurs(detailsOf(activity))),
    );
    const found = activities.map(detailsOf).find(isOurs);
    if (!found) return { found: false };
    const jobUid = found['job.uid'];
    if (typeof jobUid === 'string' && jobUid !== '')
      return { found: true, job: toRef({ jobUid, deviceUid: input.device }) };
    throw new ConnectorError(
      'conflict',
      `Datto RMM's activity log has the job "${tag}", but not its id. It was started: look at its result in Datto RMM, and do not start it again.`,
      { maybeApplied: true },
    );
  },
};

const toRef = (job: z.output<typeof jobRefShape>): JobRef => ({ ...job });

/**
 * Under the names the component declares, whose case Datto keeps. A value that the component has no variable for would be lost
 * without a word, so it is refused; our own are left out where there is none for them.
 */
function fittingVariables(component: DattoComponent, given: readonly ScriptVariable[]): ScriptVariable[] {
  const own = new Set([tagVariable, callbackVariable]);
  return given.flatMap((variable) => {
    const declared = inputVariables(component).find((one) => one.name.toLowerCase() === variable.name.toLowerCase());
    if (declared) return [{ name: declared.name, value: variable.value }];
    if (own.has(variable.name)) return [];
    throw new ConnectorError(
      'invalid-input',
      `The component "${component.name ?? component.uid}" has no variable "${variable.name}". It has: ${
        inputVariables(component)
          .map((one) => one.name)
          .join(', ') || 'none'
      }.`,
      { maybeApplied: false },
    );
  });
}
