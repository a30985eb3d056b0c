// How far a quick job is on one device, and what it wrote.

import type { JobProgress } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import type { DattoContext } from './auth.ts';
import { datto } from './client.ts';
import { toInstant } from './device-transform.ts';
import { jobResultShape, jobShape, standardTextsShape } from './vendor-shapes.ts';

const pollAfterMs = 15_000;
/** a job that was just made may not be listed yet, as results are not (unsure) */
const newJobMs = 2 * 60_000;
const longestOutput = 100_000;

const outcomes: Record<string, ScriptResult['outcome']> = {
  Success: 'success',
  Warning: 'success',
  Failure: 'failure',
  // the device did not come in time, or somebody took the job back: it did not run
  Expired: 'cancelled',
  Retired: 'cancelled',
};

export async function readJobProgress(
  context: DattoContext,
  job: { jobUid: string; deviceUid: string; startedAt?: string | undefined },
): Promise<JobProgress<ScriptResult>> {
  const jobPath = `/v2/job/${pathPart(job.jobUid, 'job')}`;
  const path = `${jobPath}/results/${pathPart(job.deviceUid, 'device')}`;
  const result = await datto.readIfThere(context, jobResultShape, { path, action: 'read the result of the job' });
  if (!result) {
    // nothing there before the device reports; a job that is gone itself will never have a result
    const known = await datto.readIfThere(context, jobShape, { path: jobPath, action: 'read the job' });
    const isNew = job.startedAt !== undefined && context.now().getTime() - Date.parse(job.startedAt) < newJobMs;
    if (known || isNew) return { state: 'pending', pollAfterMs };
    throw new ConnectorError(
      'not-found',
      `Datto RMM no longer knows the job ${job.jobUid}. Whether it ran is not known.`,
    );
  }
  const outcome = outcomes[result.jobDeploymentStatus ?? ''];
  if (outcome === undefined) return { state: 'pending', pollAfterMs };
  const parts = result.componentResults ?? [];
  const failed = parts.some((part) => part.componentStatus === 'Failure');
  const wrote = (name: 'hasStdOut' | 'hasStdErr') =>
    outcome !== 'cancelled' && parts.some((part) => part[name] !== false);
  const texts = [
    wrote('hasStdOut') ? await standardText(context, `${path}/stdout`) : '',
    wrote('hasStdErr') ? await standardText(context, `${path}/stderr`) : '',
  ].filter(Boolean);
  const output = texts.join('\n').slice(0, longestOutput);
  return {
    state: 'done',
    output: {
      outcome: outcome === 'success' && failed ? 'failure' : outcome,
      // never told
      exitCode: null,
      output: output || null,
      startedAt: toInstant(result.ranOn),
      finishedAt: null,
    },
  };
}

async function standardText(context: DattoContext, path: string): Promise<string> {
  const parts = await datto.readIfThere(context, standardTextsShape, { path, action: 'read what the job wrote' });
  return (parts ?? [])
    .map((part) => part.stdData ?? '')
    .filter(Boolean)
    .join('\n');
}
