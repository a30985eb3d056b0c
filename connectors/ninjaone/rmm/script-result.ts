// What a script left in the device's custom field. NinjaOne has no endpoint for script output; our scripts write
// `{tag, state, exitCode, output, startedAt, finishedAt}` there, with the tag of their run as a nonce.
import { z } from 'zod';
import type { ScriptResult } from '#connectors/sdk/nouns.ts';
import type { NinjaContext } from './auth.ts';
import { ninja } from './client.ts';
import { customFieldsShape } from './vendor-shapes.ts';

const resultShape = z.object({
  tag: z.string(),
  state: z.enum(['started', 'finished']).default('finished'),
  exitCode: z.number().int().nullish(),
  output: z.string().nullish(),
  startedAt: z.iso.datetime({ offset: true }).nullish(),
  finishedAt: z.iso.datetime({ offset: true }).nullish(),
});
export type FieldResult = z.output<typeof resultShape>;

/** The field's result of exactly this run, or null: absent, empty, of another run, or not ours. */
export async function fieldResult(context: NinjaContext, deviceId: string, tag: string): Promise<FieldResult | null> {
  const fields = await ninja.readIfThere(context, customFieldsShape, {
    path: `/v2/device/${deviceId}/custom-fields`,
    action: 'read the custom fields of devices',
  });
  const result = parseField(fields?.[context.settings.resultField]);
  return result?.tag === tag ? result : null;
}

/** A plain field is text; a WYSIWYG field comes as `{text, html}`. Never throws: a person may write anything there. */
export function parseField(value: unknown): FieldResult | null {
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
  if (typeof text !== 'string' || text.length > 100_000) return null;
  try {
    return resultShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const utc = (text: string | null | undefined) => (text ? new Date(text).toISOString() : null);

export function toScriptResult(result: FieldResult): ScriptResult {
  const exitCode = result.exitCode ?? null;
  return {
    outcome: exitCode === null ? 'unknown' : exitCode === 0 ? 'success' : 'failure',
    exitCode,
    output: result.output ?? null,
    startedAt: utc(result.startedAt),
    finishedAt: utc(result.finishedAt),
  };
}
