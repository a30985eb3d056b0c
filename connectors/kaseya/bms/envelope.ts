// What every answer of BMS is wrapped in: {Success, Error, Result, TotalRecords}. The document writes names with a capital,
// live answers also without one, so they are read without their case. A refusal may come with HTTP 200.
import { z } from 'zod';
import type { ConnectorErrorKind } from '#connectors/sdk/errors.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';

const deepest = 12;

/** Names with a capital first letter, all the way down. */
export function capitalNames(value: unknown, depth = 0): unknown {
  if (depth > deepest || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => capitalNames(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      capitalNames(inner, depth + 1),
    ]),
  );
}

const envelopeShape = z.object({
  Success: z.boolean().nullish(),
  Error: z
    .object({
      Code: z.union([z.number(), z.string()]).nullish(),
      Message: z.string().nullish(),
      Details: z.string().nullish(),
      SubErrors: z.array(z.string()).nullish(),
    })
    .nullish(),
  Result: z.unknown().optional(),
  TotalRecords: z.number().int().nullish(),
});
export type Envelope = z.output<typeof envelopeShape>;

/** null = this is no envelope */
export function envelopeOf(response: Pick<VendorResponse, 'json'>): Envelope | null {
  const parsed = envelopeShape.safeParse(capitalNames(response.json));
  return parsed.success && (parsed.data.Success ?? parsed.data.Error ?? null) !== null ? parsed.data : null;
}

/** the vendor's own sentence; never its stack trace */
export const sentenceOf = ({ Error: error }: Envelope): string =>
  [error?.Message, error?.Details, ...(error?.SubErrors ?? [])].filter((part) => part).join(' ');

/** What a refusal inside HTTP 200 means: by its code where that is an HTTP status, else by its words. */
export function kindOfRefusal(envelope: Envelope): ConnectorErrorKind {
  const code = Number(envelope.Error?.Code);
  const said = sentenceOf(envelope);
  if (code === 429 || /too many requests|rate limit|throttl/i.test(said)) return 'rate-limited';
  if (code === 401 || /token|not authenticated|session.*expired|unauthorized/i.test(said)) return 'unauthenticated';
  if (code === 403 || /permission|access denied|not allowed|forbidden/i.test(said)) return 'forbidden';
  if (code === 404 || /not found|does not exist|doesn't exist/i.test(said)) return 'not-found';
  return code >= 500 && code < 600 ? 'unavailable' : 'invalid-input';
}
