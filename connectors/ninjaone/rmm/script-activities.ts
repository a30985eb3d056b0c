// What the activity feed tells about one run of a script. It comes late, does not carry our tag on every instance,
// and never the output.
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import { instant } from './device-transform.ts';
import type { NinjaActivity } from './vendor-shapes.ts';

export interface SoughtRun {
  scriptName: string;
  /** what the run call answered, when it looked like a uuid */
  seriesUid: string | null;
  tag: string;
  /** by NinjaOne's clock, to the second: an earlier run of the same script may appear in the feed later than ours began */
  notBeforeMs: number;
}

const scriptTypes = new Set(['SCRIPTING', 'ACTION', 'ACTIONSET']);
const endings = new Set(['COMPLETED', 'CANCELLED', 'BLOCKED']);

const isScript = (activity: NinjaActivity) => scriptTypes.has(activity.activityType ?? '');
export const mentionsTag = (activity: NinjaActivity, tag: string) =>
  (activity.message ?? '').includes(tag) || JSON.stringify(activity.data ?? {}).includes(tag);
const namesScript = (activity: Pick<NinjaActivity, 'sourceName' | 'subject'>, name: string) =>
  activity.sourceName === name || activity.subject === name;

/** The series that could be our run, among activities after its submission: one, or several of the same script at once. */
export function seriesOf(activities: NinjaActivity[], run: SoughtRun): string[] {
  const scripts = activities.filter(isScript);
  const bySeries = scripts.find((activity) => run.seriesUid !== null && activity.seriesUid === run.seriesUid);
  if (bySeries?.seriesUid) return [bySeries.seriesUid];
  const tagged = scripts.find((activity) => activity.seriesUid && mentionsTag(activity, run.tag));
  if (tagged?.seriesUid) return [tagged.seriesUid];
  const isOlder = (seriesUid: string) =>
    scripts.some((activity) => activity.seriesUid === seriesUid && activity.activityTime * 1_000 < run.notBeforeMs);
  const candidates = new Set(
    scripts.flatMap(({ seriesUid, ...activity }) =>
      seriesUid && namesScript(activity, run.scriptName) && !isOlder(seriesUid) ? [seriesUid] : [],
    ),
  );
  return [...candidates];
}

export interface EndedRun {
  result: ScriptResult;
  endedAtMs: number;
}

/**
 * Null while one of them still runs. When all that could be ours have ended, so has ours: what they agree on is said of it,
 * and what they do not is unknown.
 */
export function endOf(activities: NinjaActivity[], candidates: string[]): EndedRun | null {
  const ends = candidates.map((seriesUid) => endOfSeries(activities, seriesUid));
  const [first] = ends;
  if (!first || ends.length === 1) return first ?? null;
  const known = ends.filter((end) => end !== null);
  if (known.length < ends.length) return null;
  const isAgreed = (fact: 'outcome' | 'exitCode') => known.every(({ result }) => result[fact] === first.result[fact]);
  return {
    endedAtMs: Math.max(...known.map(({ endedAtMs }) => endedAtMs)),
    result: {
      outcome: isAgreed('outcome') ? first.result.outcome : 'unknown',
      exitCode: isAgreed('exitCode') ? first.result.exitCode : null,
      output: null,
      startedAt: null,
      finishedAt: null,
    },
  };
}

function endOfSeries(activities: NinjaActivity[], seriesUid: string): EndedRun | null {
  const series = activities.filter((activity) => activity.seriesUid === seriesUid);
  const end = series.find((activity) => endings.has(activity.statusCode ?? ''));
  if (!end) return null;
  const start = series.find((activity) => activity.statusCode === 'STARTED' || activity.statusCode === 'IN_PROCESS');
  const exitCode = exitCodeOf(end);
  return {
    endedAtMs: end.activityTime * 1_000,
    result: {
      outcome: end.statusCode === 'COMPLETED' ? outcomeOf(end.activityResult, exitCode) : 'cancelled',
      exitCode,
      output: null,
      startedAt: instant(start?.activityTime),
      finishedAt: instant(end.activityTime),
    },
  };
}

/** Completed is not successful: without a result and an exit code nobody knows. */
function outcomeOf(result: string | null | undefined, exitCode: number | null): ScriptResult['outcome'] {
  if (result) return result === 'SUCCESS' && (exitCode ?? 0) === 0 ? 'success' : 'failure';
  return exitCode === null ? 'unknown' : exitCode === 0 ? 'success' : 'failure';
}

function exitCodeOf(activity: NinjaActivity): number | null {
  const message = activity.data?.message;
  const params = typeof message === 'object' && message !== null && 'params' in message ? message.params : null;
  for (const source of [activity.data, params]) {
    if (typeof source !== 'object' || source === null) continue;
    for (const [name, value] of Object.entries(source)) {
      if (/^exit_?code$/i.test(name) && Number.isInteger(Number(value))) return Number(value);
    }
  }
  return null;
}
