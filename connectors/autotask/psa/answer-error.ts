// Autotask's refusals in words. Missing rights and wrong values come as 500 and only their text tells them apart; the thread
// limit comes under any status.
import { z } from 'zod';
import type { Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';

const errorShape = z.object({ errors: z.array(z.unknown()) });

export function errorTexts(body: unknown): string[] {
  const errors = errorShape.safeParse(body).data?.errors ?? [];
  return errors.flatMap((entry) => (typeof entry === 'string' ? [entry] : [])).slice(0, 10);
}

/** a thread is free again as soon as one of the three calls ends */
const threadWaitMs = 2_000;

const threads = /Itgenatr005|thread threshold/i;
const rights = /adequate permission|not have (the )?(adequate |sufficient )?permission|access denied|not authorized/i;
const wrongValue =
  /required|invalid|picklist|must be|must have|not exist|unable to find|cannot be|can not|maximum length|too long|not valid|wrong type|reference value|not allowed|read-?only/i;
/** of the server's own trouble: what it was doing may be done */
const ownTrouble = /object reference|timeout|timed out|deadlock|internal error|unexpected error/i;

/** null-safe for any body; undefined = judge by the status */
export function refusalOf(response: VendorResponse): Refusal | undefined {
  const texts = errorTexts(response.json);
  const said = texts.join(' ');
  if (threads.test(said) || (response.status >= 400 && threads.test(response.text.slice(0, 4_000)))) {
    return {
      kind: 'rate-limited',
      said,
      retryAfterMs: threadWaitMs,
      maybeApplied: false,
      message:
        'Autotask lets an integration do three things at once per kind of record, and more were under way. It will be tried again shortly.',
    };
  }
  if (response.status < 400) return undefined;
  if (response.status === 401) {
    return {
      said,
      message: `Autotask refused the API user (401). Its name, secret or tracking identifier is wrong, or the database has moved to another zone, which is looked up again with the next call.${said ? ` It said: ${said}` : ''}`,
    };
  }
  if (response.status !== 500) return { said };
  // asked before the wrong values: "does not have the adequate permissions" speaks of what is not there, too
  if (rights.test(said)) return { kind: 'forbidden', said, maybeApplied: false };
  if (wrongValue.test(said) && !ownTrouble.test(said)) {
    return {
      kind: 'invalid-input',
      said,
      maybeApplied: false,
      message: `Autotask did not accept the values. It said: ${said}`,
    };
  }
  return { said };
}
