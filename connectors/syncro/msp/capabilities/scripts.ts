// script.list and script.run. Syncro schedules a script and says no more: no number of the run, no end, no output. The
// script posts its own result to the one-time address it gets as `CallbackUrl`.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { scriptVariables } from '#connectors/sdk/scripts/script-variables.ts';
import type { SyncroContext } from '../auth.ts';
import { syncro } from '../client.ts';
import { scriptsOf } from '../configured-scripts.ts';

type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, SyncroContext>;

const jobShape = z.object({ tag: z.string() });
const pollAfterMs = 5_000;

export async function listScripts(context: SyncroContext): Promise<CapabilityOutput<'script.list'>> {
  const scripts = [...scriptsOf(context.settings)];
  if (scripts.length === 0) {
    throw new ConnectorError(
      'unsupported',
      'Syncro cannot be asked for its scripts, and none are entered in this connection. Add them to its settings, as "restart-service=1234".',
    );
  }
  return { items: scripts.map(([name, id]) => ({ id, name, description: null, osFamilies: [], parameters: [] })) };
}

export const runScript: Run = {
  async start(context, input, { tag }) {
    // all of it is refused before anything is sent
    const asset = numberPart(input.device, 'Syncro asset');
    const script = findScript(context, input.script);
    scriptVariables(input.parameters, { tag });
    if (!context.scriptCallbacks) {
      throw new ConnectorError(
        'unsupported',
        'Syncro tells neither the end nor the output of a script, and MSPclaw has no address that the script could report to. Give MSPclaw an address that your devices reach.',
      );
    }
    const { url } = await context.scriptCallbacks.open(tag);
    const variables = scriptVariables(input.parameters, { tag, callbackUrl: url });
    await syncro.call(context, {
      action: 'run the script',
      method: 'POST',
      path: `/rmm/public_scripts/${asset}/schedule`,
      json: {
        script_id: Number(script),
        run_type: 'now',
        freq: 'once',
        script_options: { runtime_variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])) },
      },
    });
    return { tag };
  },

  /** Silence is not an end: a script that never reports leaves the step open until its own time is up. */
  async poll(context, ref) {
    const posted = await context.scriptCallbacks?.read(jobShape.parse(ref).tag);
    return posted ? { state: 'done', output: posted } : { state: 'pending', pollAfterMs };
  },

  async reconcile(context, _input, { tag }) {
    const posted = await context.scriptCallbacks?.read(tag);
    return posted ? { found: true, job: { tag } } : { found: false };
  },
};

/** By our name or by number; a number nobody entered is not run. */
function findScript(context: SyncroContext, wanted: string): string {
  const scripts = scriptsOf(context.settings);
  const id = scripts.get(wanted) ?? [...scripts.values()].find((known) => known === wanted);
  if (id !== undefined) return id;
  const known = [...scripts.keys()].join(', ') || 'none';
  throw new ConnectorError(
    'not-found',
    `The script "${wanted.slice(0, 80)}" is not entered in this Syncro connection; there are ${known}. Add it to the settings with its number.`,
  );
}
