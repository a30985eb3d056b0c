// How a script ended, as far as Automate tells: nothing links a start to its line in the history, so only lines after the
// newest one before our start count, and only when they all say the same.
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import type { AutomateContext } from './auth.ts';
import { firstOf, wholeList } from './client.ts';
import { isId } from './conditions.ts';
import { serverTimes } from './times.ts';
import { runningScriptShape, scriptHistoryShape } from './vendor-shapes.ts';

export interface ScriptRun {
  computerId: string;
  scriptId: string;
  /** the newest line of the computer's history before the start */
  afterHistoryId: number;
}

const history = (computerId: string, condition?: string) => ({
  shape: scriptHistoryShape,
  path: `/Computers/${computerId}/ScriptHistory`,
  action: 'read the script history',
  orderby: 'Id desc',
  ...(condition === undefined ? {} : { condition }),
});

export const newestHistoryId = async (context: AutomateContext, computerId: string): Promise<number> =>
  (await firstOf(context, history(computerId), 1))[0]?.Id ?? 0;

/** Is any run of the script under way, whoever started it? */
export async function isRunning(context: AutomateContext, computerId: string, scriptId: string): Promise<boolean> {
  const running = {
    shape: runningScriptShape,
    path: `/Computers/${computerId}/RunningScripts`,
    action: 'read running scripts',
  };
  const rows = await wholeList(context, running);
  return rows.some((row) => row.ScriptId === scriptId && !/^completed$/i.test(row.Status ?? ''));
}

/** Null while it runs, while nothing is known of it, and when two runs of the script ended differently. Never an output. */
export async function endOf(context: AutomateContext, run: ScriptRun): Promise<ScriptResult | null> {
  const ofScript = isId('ScriptId', run.scriptId, 'script');
  const isOurs = (row: { ScriptId: string }) => row.ScriptId === run.scriptId;
  if (await isRunning(context, run.computerId, run.scriptId)) return null;
  const rows = await firstOf(context, history(run.computerId, `${ofScript} and Id > ${run.afterHistoryId}`), 20);
  const ours = rows.filter((row) => isOurs(row) && row.Id > run.afterHistoryId);
  const ended = ours.filter((row) => /^completed$/i.test(row.Status ?? ''));
  const outcomes = new Set(ended.map((row) => (/^failure$/i.test(row.State ?? '') ? 'failure' : 'success')));
  const [outcome] = outcomes;
  if (ended.length < ours.length || outcomes.size !== 1 || outcome === undefined) return null;
  const read = await serverTimes(context);
  const finishedAt = ended.length === 1 ? read(ended[0]?.HistoryDate) : null;
  return { outcome, exitCode: null, output: null, startedAt: null, finishedAt };
}
