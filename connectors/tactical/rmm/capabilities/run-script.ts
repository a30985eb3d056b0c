// script.run: started and forgotten; the history of the agent has exit code and output later. Tactical does not say which
// row of it is ours, so the newest row is noted before and looked at again after; when that is not plain, or the answer was
// lost, only a row that carries our tag counts.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import { scriptVariables } from '#connectors/sdk/scripts/script-variables.ts';
import { type TacticalContext, tactical } from '../client.ts';
import { mentions, readHistory, resultOf, scriptRows } from '../history.ts';
import { findScript } from '../scripts.ts';
import { agentShape } from '../vendor-shapes.ts';

const jobShape = z.object({
  agent: z.string(),
  script: z.number(),
  scriptName: z.string(),
  tag: z.string(),
  /** the newest row before the start */
  afterRow: z.number(),
  /** the row of this run, where it was plain */
  row: z.number().nullable(),
});
type Job = z.output<typeof jobShape>;

const pollAfterMs = 3_000;
const usualTimeoutSeconds = 300;

type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, TacticalContext>;

export const runScript: Run = {
  async start(context, input, { tag }) {
    const callback = await context.scriptCallbacks?.open(tag);
    const variables = scriptVariables(input.parameters, { tag, callbackUrl: callback?.url ?? null });
    const agent = pathPart(input.device, 'agent');
    await requireOnline(context, agent);
    const script = await findScript(context, input.script);
    const before = await readHistory(context, input.device);
    const job: Job = {
      agent: input.device,
      script: script.id,
      scriptName: script.name,
      tag,
      afterRow: before[0]?.id ?? 0,
      row: null,
    };
    await tactical.call(context, {
      action: `run the script "${script.name}"`,
      method: 'POST',
      path: `/agents/${agent}/runscript/`,
      // every key must be there, or the server breaks
      json: {
        output: 'forget',
        script: script.id,
        args: [],
        env_vars: variables.map(({ name, value }) => `${name}=${value}`),
        run_as_user: false,
        timeout: script.default_timeout ?? usualTimeoutSeconds,
        emails: [],
        emailMode: 'default',
        custom_field: null,
        save_all_output: false,
        run_on_server: false,
      },
    });
    return toRef({ ...job, row: await newRow(context, job) });
  },

  async poll(context, ref) {
    const job = jobShape.parse(ref);
    const rows = ownRows(await readHistory(context, job.agent), job);
    const own = job.row === null ? rows.find((row) => mentions(row, job.tag)) : rows.find(({ id }) => id === job.row);
    const result = (own ? resultOf(own, job.tag) : null) ?? (await context.scriptCallbacks?.read(job.tag)) ?? null;
    return result ? { state: 'done', output: result } : { state: 'pending', pollAfterMs };
  },

  /** Only what carries our tag is ours: a technician may have started the same script by hand. */
  async reconcile(context, input, { tag }) {
    const script = await findScript(context, input.script);
    const job: Job = { agent: input.device, script: script.id, scriptName: script.name, tag, afterRow: 0, row: null };
    const found = ownRows(await readHistory(context, input.device), job).find((row) => mentions(row, tag));
    if (found) return { found: true, job: toRef({ ...job, row: found.id }) };
    const posted = (await context.scriptCallbacks?.read(tag)) ?? null;
    return posted ? { found: true, job: toRef(job) } : { found: false };
  },
};

const toRef = (job: Job): JobRef => ({ ...job });

const ownRows = (rows: Awaited<ReturnType<typeof readHistory>>, job: Job) =>
  scriptRows(rows, { id: job.script, name: job.scriptName }).filter(({ id }) => id > job.afterRow);

/** What is sent to an agent that is away is lost without a word. */
async function requireOnline(context: TacticalContext, agent: string): Promise<void> {
  const { status, hostname } = await tactical.read(context, agentShape, {
    action: 'read the agent',
    path: `/agents/${agent}/`,
  });
  if (!status || status === 'online') return;
  throw new ConnectorError(
    'unavailable',
    `${hostname ?? 'The device'} is ${status}: a script sent to it now would be lost. Nothing was sent.`,
  );
}

/** The script is on its way: whatever goes wrong here must not look as if it were not. */
async function newRow(context: TacticalContext, job: Job): Promise<number | null> {
  try {
    const rows = ownRows(await readHistory(context, job.agent), job);
    return rows.length === 1 ? (rows[0]?.id ?? null) : null;
  } catch {
    return null;
  }
}
