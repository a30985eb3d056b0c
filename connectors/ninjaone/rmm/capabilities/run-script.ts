// script.run: NinjaOne says hardly anything when it starts a script, so everything needed to find the run again is
// noted before: the newest activity, NinjaOne's time, the tag. The result comes from the device's custom field (with output)
// or, when that stays empty, from the activity feed (without).
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { JobCapability, JobRef } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { activitiesAfter, activitiesBack, feedPosition } from '../activities.ts';
import type { NinjaContext } from '../auth.ts';
import { ninja } from '../client.ts';
import { parameterText } from '../parameter-text.ts';
import { endOf, mentionsTag, seriesOf } from '../script-activities.ts';
import { fieldResult, toScriptResult } from '../script-result.ts';
import { findScript } from '../scripts.ts';

const jobShape = z.object({
  deviceId: z.string(),
  scriptName: z.string(),
  tag: z.string(),
  afterActivityId: z.number(),
  /** by NinjaOne's clock */
  notBeforeMs: z.number(),
  seriesUid: z.string().nullable(),
});
type Job = z.output<typeof jobShape>;

const pollAfterMs = 3_000;
/** how long after the end the custom field may still be on its way; then the feed's word is all there is */
const fieldGraceMs = 90_000;

type Run = JobCapability<CapabilityInput<'script.run'>, CapabilityOutput<'script.run'>, NinjaContext>;

export const runScript: Run = {
  async start(context, input, { tag }) {
    const deviceId = numberPart(input.device, 'device');
    const parameters = parameterText(input.parameters, tag);
    const script = await findScript(context, input.script);
    const before = await feedPosition(context, { deviceId });
    const answer = await ninja.call(context, {
      method: 'POST',
      path: `/v2/device/${deviceId}/script/run`,
      json: { type: 'SCRIPT', id: script.id, parameters, runAs: 'system' },
      action: 'run the script',
    });
    const seriesUid = uuidIn(answer.json ?? answer.text);
    const from = { afterActivityId: before.newestId, notBeforeMs: before.atMs };
    return toRef({ deviceId, scriptName: script.name, tag, ...from, seriesUid });
  },

  async poll(context, ref) {
    const job = jobShape.parse(ref);
    const field = await fieldResult(context, job.deviceId, job.tag);
    if (field?.state === 'finished') return { state: 'done', output: toScriptResult(field) };
    const activities = await activitiesAfter(context, { deviceId: job.deviceId }, job.afterActivityId);
    const end = endOf(activities, seriesOf(activities, job));
    if (!end || context.now().getTime() - end.endedAtMs < fieldGraceMs) return { state: 'pending', pollAfterMs };
    return { state: 'done', output: end.result };
  },

  /** Only what carries our tag is ours: a technician may have started the same script by hand. */
  async reconcile(context, input, { tag, notBefore }) {
    const deviceId = numberPart(input.device, 'device');
    const script = await findScript(context, input.script);
    const isOlder = (seconds: number) => seconds * 1_000 < notBefore.getTime() - clockSkewMs;
    const activities = await activitiesBack(context, { deviceId }, (all) =>
      all.some((row) => isOlder(row.activityTime)),
    );
    const before = activities.filter((row) => isOlder(row.activityTime));
    const tagged = activities.find((row) => !isOlder(row.activityTime) && mentionsTag(row, tag));
    const field = tagged ? null : await fieldResult(context, deviceId, tag);
    if (!tagged && !field) return { found: false };
    const from = { afterActivityId: before[0]?.id ?? 0, notBeforeMs: notBefore.getTime() };
    return {
      found: true,
      job: toRef({ deviceId, scriptName: script.name, tag, ...from, seriesUid: tagged?.seriesUid ?? null }),
    };
  },
};

const clockSkewMs = 60_000;
const toRef = (job: Job): JobRef => ({ ...job });

/** The run call's answer has been seen as a number, an object, a bare uuid and nothing; only a uuid helps, and none is needed. */
function uuidIn(answer: unknown): string | null {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? '');
  return /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.exec(text)?.[0]?.toLowerCase() ?? null;
}
