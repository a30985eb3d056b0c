// One call to a Tactical RMM server. Every path ends with a slash: without one the server redirects, and a body is lost.
import { z } from 'zod';
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import { createVendorRoad, type Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { TacticalSecrets, TacticalSettings } from './auth.ts';

export type TacticalContext = ConnectorContext<TacticalSettings, TacticalSecrets>;

export const tactical = createVendorRoad<TacticalContext>({
  vendor: 'Tactical RMM',
  base: ({ settings }) => settings.host,
  headers: ({ secrets }) => ({ 'x-api-key': secrets.apiKey }),
  refusal,
});

const detailShape = z.object({ detail: z.string() });
const fieldsShape = z.record(z.string(), z.array(z.string()));

function refusal(response: VendorResponse): Refusal | undefined {
  const { json, status } = response;
  // a bare string may be the answer (a version), and two of them are failures in disguise
  if (status < 400) return json === 'natsdown' || json === 'timeout' ? natsRefusal(json) : undefined;
  const said = sentenceOf(json);
  const extra = said ? { said } : {};
  // without WWW-Authenticate a refused key is a 403 as well; only its words tell the difference
  if (status === 403 && /key|token|credential|authentication|expired/i.test(said) && !/permission/i.test(said)) {
    return { ...extra, kind: 'unauthenticated' };
  }
  if (status === 400 && /offline/i.test(said)) return { ...extra, kind: 'unavailable', maybeApplied: false };
  return extra;
}

function natsRefusal(word: 'natsdown' | 'timeout'): Refusal {
  return word === 'natsdown'
    ? {
        kind: 'unavailable',
        maybeApplied: false,
        message: 'The Tactical server cannot reach its agents (its NATS service is down). Nothing was sent.',
      }
    : { kind: 'timeout', maybeApplied: true, message: 'The agent did not answer the Tactical server in time.' };
}

/** a JSON string, {detail}, or sentences by field */
function sentenceOf(json: unknown): string {
  if (typeof json === 'string') return json;
  const detail = detailShape.safeParse(json).data?.detail;
  if (detail !== undefined) return detail;
  const fields = fieldsShape.safeParse(json).data ?? {};
  return Object.entries(fields)
    .map(([name, sentences]) => `${name}: ${sentences.join(' ')}`)
    .join('; ');
}
