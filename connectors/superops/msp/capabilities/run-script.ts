// script.run. SuperOps starts a saved script and keeps neither its end nor its output: the script posts them to the
// one-time address it gets as `CallbackUrl`. The asset's activity is evidence that it ran, and no more than that.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { scriptVariables } from '#connectors/sdk/scripts/script-variables.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { SuperopsContext } from '../auth.ts';
import { superops } from '../client.ts';
import { activityList, scriptList } from '../collections.ts';
import { fetchPage, largestPage, walkList } from '../lists.ts';
import type { SuperopsActivity, SuperopsScript } from '../vendor-shapes.ts';

type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, SuperopsContext>;

const jobShape = z.object({
  assetId: z.string(),
  tag: z.string(),
  /** SuperOps' name for the run; null when it was not told or the answer got lost */
  actionId: z.string().nullable(),
});

const pollAfterMs = 5_000;
/** how long after its trace in the activity the script may still be posting its result */
const callbackGraceMs = 600_000;

export const runScript: Run = {
  async start(context, input, { tag }) {
    // refused before anything is sent
    scriptVariables(input.parameters, { tag });
    const script = await findScript(context, input.script);
    const callback = await context.scriptCallbacks?.open(tag);
    const shape = z.object({
      runScriptOnAsset: z.object({ actionConfigId: z.union([z.string(), z.number()]).nullish() }).nullable(),
    });
    const { runScriptOnAsset } = await superops.ask(context, shape, {
      action: 'run the script',
      document: 'mutation ($input: RunScriptInput!) { runScriptOnAsset(input: $input) { actionConfigId } }',
      variables: {
        input: {
          assetId: input.device,
          scriptId: script.scriptId,
          scriptArguments: scriptVariables(input.parameters, { tag, callbackUrl: callback?.url ?? null }),
        },
      },
    });
    const actionId = runScriptOnAsset?.actionConfigId;
    return { assetId: input.device, tag, actionId: actionId ? String(actionId) : null };
  },

  async poll(context, ref) {
    const job = jobShape.parse(ref);
    const posted = await context.scriptCallbacks?.read(job.tag);
    if (posted) return { state: 'done', output: posted };
    const trace = await findTrace(context, job);
    const at = trace && toInstant(trace.createdTime);
    if (!trace || !at) return { state: 'pending', pollAfterMs };
    const isLate = context.now().getTime() - Date.parse(at) > callbackGraceMs;
    if (context.scriptCallbacks && !isLate) return { state: 'pending', pollAfterMs };
    return { state: 'done', output: whatTheTraceSays(trace, at) };
  },

  /** Only what carries our tag is ours: a technician may have started the same script by hand. */
  async reconcile(context, input, { tag }) {
    const job = { assetId: input.device, tag, actionId: null };
    if (await context.scriptCallbacks?.read(tag)) return { found: true, job };
    return (await findTrace(context, job)) ? { found: true, job } : { found: false };
  },
};

async function findScript(context: SuperopsContext, wanted: string): Promise<SuperopsScript> {
  for await (const scripts of walkList(context, scriptList, 50)) {
    const found = scripts.find((script) => script.scriptId === wanted || script.name === wanted);
    if (found) return found;
  }
  throw new ConnectorError('not-found', `SuperOps has no saved script "${wanted.slice(0, 80)}".`);
}

/** What the data of an activity holds is not documented; our tag and SuperOps' own id are unmistakable wherever they stand. */
async function findTrace(
  context: SuperopsContext,
  job: { assetId: string; tag: string; actionId: string | null },
): Promise<SuperopsActivity | undefined> {
  const { items } = await fetchPage(context, activityList(job.assetId), 1, largestPage);
  const marks = [job.tag, ...(job.actionId && job.actionId.length > 8 ? [job.actionId] : [])];
  return items.find((activity) => {
    const text = JSON.stringify(activity.activityData ?? null);
    return marks.some((mark) => text.includes(mark));
  });
}

/** That it ran is known, how it ended is not: no exit code and no output are claimed. */
function whatTheTraceSays(trace: SuperopsActivity, at: string): CapabilityOutput<'script.run'> {
  const hasFailed = /fail|error/i.test(trace.activityType ?? '');
  return { outcome: hasFailed ? 'failure' : 'unknown', exitCode: null, output: null, startedAt: null, finishedAt: at };
}
