// Syncro's refusals. Their bodies have no common form: `{error}`, `{success: false, message: [...]}`, `{errors: ...}`, HTML.
import { z } from 'zod';
import type { Refusal, VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { SyncroContext } from './auth.ts';

const bodyShape = z
  .object({
    error: z.unknown(),
    errors: z.unknown(),
    message: z.unknown(),
    success: z.union([z.boolean(), z.string()]),
  })
  .partial();

/** Text, lists and maps of text, as deep as two levels, in one line. */
function wordsOf(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return value.trim() ? [value.trim()] : [];
  if (typeof value !== 'object' || value === null || depth > 2) return [];
  if (Array.isArray(value)) return value.flatMap((entry) => wordsOf(entry, depth + 1));
  return Object.entries(value).flatMap(([name, inner]) => {
    const words = wordsOf(inner, depth + 1);
    return words.length > 0 ? [`${name} ${words.join(', ')}`] : [];
  });
}

export const isNo = (value: unknown): boolean => value === false || value === 'false';

export function refusalOf(response: VendorResponse, call: VendorCall, context: SyncroContext): Refusal | undefined {
  const body = bodyShape.safeParse(response.json).data;
  const said = [body?.errors, body?.error, body?.message].flatMap((value) => wordsOf(value)).join('; ');
  const { status } = response;
  if (status < 300) {
    if (!isNo(body?.success)) return undefined;
    return { kind: 'invalid-input', maybeApplied: false, said: said || 'success: false' };
  }
  if ((status === 401 || status === 403) && /permission|not authorized/i.test(said)) {
    const message = `The API token may not ${call.action}. Tick the permission in Admin, API Tokens, or make a new token with it. Syncro said: ${said}`;
    return { kind: 'forbidden', message };
  }
  if (status === 401) {
    return {
      kind: 'unauthenticated',
      message:
        'Syncro does not accept the API token: it is wrong, deleted or past its end. Make a new one in Admin, API Tokens.',
    };
  }
  if (status === 404 && response.json === undefined && call.path === '/me') {
    return {
      kind: 'wrong-host',
      message: `There is no Syncro at ${context.settings.host}. Use the host of your browser, as in acme.syncromsp.com.`,
    };
  }
  return said ? { said } : undefined;
}
