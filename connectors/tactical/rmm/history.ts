// The history of an agent: the only place where a script that was started and forgotten shows what became of it.
import { z } from 'zod';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import { type TacticalContext, tactical } from './client.ts';
import { toInstant } from './transform.ts';
import { type HistoryRow, historyShape } from './vendor-shapes.ts';

/** newest first */
export async function readHistory(context: TacticalContext, agent: string): Promise<HistoryRow[]> {
  const rows = await tactical.read(context, z.array(historyShape), {
    action: 'read the history of the agent',
    path: `/agents/${pathPart(agent, 'agent')}/history/`,
  });
  return rows.sort((a, b) => b.id - a.id);
}

export const scriptRows = (rows: readonly HistoryRow[], script: { id: number; name: string }) =>
  rows.filter((row) => row.type === 'script_run' && (row.script === script.id || row.script_name === script.name));

/** Our tag anywhere in the row, whole: ":1" is not the beginning of ":11". */
export function mentions(row: HistoryRow, tag: string): boolean {
  const text = [row.command, row.script_results?.stdout, row.script_results?.stderr].join('\n');
  for (let from = text.indexOf(tag); from >= 0; from = text.indexOf(tag, from + 1)) {
    if (!/[\w:]/.test(text.charAt(from + tag.length))) return true;
  }
  return false;
}

const mostOutput = 100_000;

/** null while the agent has not reported. The line that carries our tag is left out of the output. */
export function resultOf(row: HistoryRow, tag: string): ScriptResult | null {
  const results = row.script_results;
  if (!results || typeof results.retcode !== 'number') return null;
  const output = [results.stdout, results.stderr]
    .filter((part) => part)
    .join('\n')
    .split('\n')
    .filter((line) => line.trim() !== `RunTag ${tag}`)
    .join('\n')
    .trim();
  const startedAt = toInstant(row.time);
  const seconds = Number(results.execution_time ?? Number.NaN);
  return {
    outcome: results.retcode === 0 ? 'success' : 'failure',
    exitCode: results.retcode,
    output: output.slice(0, mostOutput),
    startedAt,
    finishedAt:
      startedAt !== null && Number.isFinite(seconds) && seconds >= 0
        ? new Date(Date.parse(startedAt) + seconds * 1_000).toISOString()
        : null,
  };
}
