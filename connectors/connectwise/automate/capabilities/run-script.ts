// script.run: a script of the library, started through the batch call. Automate keeps no output: a script of ours posts it to
// `CallbackUrl`; without that, the history says how it ended and no more.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { scriptVariables } from '#connectors/sdk/scripts/script-variables.ts';
import type { AutomateContext } from '../auth.ts';
import { road } from '../client.ts';
import { endOf, isRunning, newestHistoryId } from '../script-history.ts';
import { findScript } from '../scripts.ts';
import { scriptStartShape } from '../vendor-shapes.ts';

const jobShape = z.object({
  computerId: z.string(),
  scriptId: z.string(),
  afterHistoryId: z.number(),
  tag: z.string(),
  /** it was told where to report its output */
  hasCallback: z.boolean(),
  /** no run of the same script was under way when it was started; else its line of the history may be the other one's */
  isAlone: z.boolean().default(true),
  startedMs: z.number(),
});
type Job = z.output<typeof jobShape>;
const toRef = (job: Job): JobRef => ({ ...job });

const pollAfterMs = 3_000;
/** how long a script's own report is waited for before the history alone is believed */
const reportGraceMs = 30_000;

type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, AutomateContext>;

export const runScript: Run = {
  async start(context, input, { tag }) {
    const computerId = numberPart(input.device, 'computer');
    const callback = await context.scriptCallbacks?.open(tag);
    const variables = scriptVariables(input.parameters, { tag, callbackUrl: callback?.url ?? null });
    const script = await findScript(context, input.script);
    const isAlone = !(await isRunning(context, computerId, script.Id));
    const afterHistoryId = await newestHistoryId(context, computerId);
    const answer = await road.read(context, scriptStartShape, {
      method: 'POST',
      path: '/Batch/ScriptExecute',
      json: {
        EntityType: 'Computer',
        EntityIds: [Number(computerId)],
        ScriptId: Number(script.Id),
        Parameters: variables.map(({ name, value }) => ({ Key: name, Value: value })),
        UseAgentTime: false,
        // not hours later, when somebody opens the lid
        OfflineActionFlags: { SkipsOfflineAgents: true, WakesOfflineAgents: false, OnlyRunsOnOfflineAgents: false },
      },
      action: 'run the script',
    });
    if (answer.ContainsUnsuccessfulResults) throw refusedStart(answer);
    const startedMs = context.now().getTime();
    return toRef({
      computerId,
      scriptId: script.Id,
      afterHistoryId,
      tag,
      hasCallback: callback !== undefined,
      isAlone,
      startedMs,
    });
  },

  async poll(context, ref) {
    const job = jobShape.parse(ref);
    const reported = await context.scriptCallbacks?.read(job.tag);
    if (reported) return { state: 'done', output: reported };
    const end = await endOf(context, job);
    const isEarly = job.hasCallback && context.now().getTime() - job.startedMs < reportGraceMs;
    if (!end || isEarly) return { state: 'pending', pollAfterMs };
    // what the script reported before its end may have come after the first look
    const late = await context.scriptCallbacks?.read(job.tag);
    if (late) return { state: 'done', output: late };
    return { state: 'done', output: job.isAlone ? end : { ...end, outcome: 'unknown', finishedAt: null } };
  },

  /** Neither the queue nor the history keeps parameters: only the script's own report carries our tag. */
  async reconcile(context, input, { tag, notBefore }) {
    if (!(await context.scriptCallbacks?.read(tag))) return { found: false };
    const computerId = numberPart(input.device, 'computer');
    const { Id } = await findScript(context, input.script);
    const startedMs = notBefore.getTime();
    return {
      found: true,
      job: toRef({ computerId, scriptId: Id, afterHistoryId: 0, tag, hasCallback: true, isAlone: true, startedMs }),
    };
  },
};

function refusedStart({ ScriptResults }: z.output<typeof scriptStartShape>): ConnectorError {
  const said = ScriptResults?.find((result) => result.ResultDetails?.Message)?.ResultDetails?.Message;
  return new ConnectorError(
    'conflict',
    `Automate did not start the script${said ? `: ${said.slice(0, 300)}` : ', and does not say why'}.`,
    { maybeApplied: false },
  );
}
