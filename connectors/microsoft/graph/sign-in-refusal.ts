// Why Microsoft does not let an app in, in words. It answers with a number (AADSTS…) and a long text; the numbers may become
// more, so an unknown one is shown as it came.
import { z } from 'zod';
import type { ConnectorErrorKind } from '#connectors/sdk/errors.ts';
import type { Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';

const errorShape = z.object({ error: z.string(), error_description: z.string().default('') });

const known: Record<string, { kind: ConnectorErrorKind; message: string }> = {
  '7000215': {
    kind: 'unauthenticated',
    message: 'The client secret is wrong. Enter the value of the secret, not its ID; it is shown only when it is made.',
  },
  '7000222': {
    kind: 'unauthenticated',
    message: 'The client secret has expired. Make a new one under App registrations, Certificates & secrets.',
  },
  '700016': {
    kind: 'unauthenticated',
    message: 'The tenant does not know this app: the client ID is wrong, or nobody there has consented to the app yet.',
  },
  '7000112': { kind: 'forbidden', message: 'The app is switched off in this tenant (Enterprise applications).' },
  '7000229': {
    kind: 'forbidden',
    message: 'The app has no account in this tenant. An administrator of the tenant must consent to it first.',
  },
  '65001': {
    kind: 'forbidden',
    message:
      'Nobody has consented to the app in this tenant. An administrator must: API permissions, Grant admin consent.',
  },
  '53003': {
    kind: 'forbidden',
    message:
      'A Conditional Access policy of the tenant keeps the app out. Allow it, or the address MSPclaw leaves from.',
  },
  '90002': { kind: 'wrong-host', message: 'There is no tenant with this ID in this cloud.' },
  '900023': { kind: 'wrong-host', message: 'There is no tenant with this ID in this cloud.' },
  '900382': {
    kind: 'wrong-host',
    message: 'The app belongs to another cloud of Microsoft. Choose the one the tenant lives in.',
  },
};

export function signInRefusal(response: VendorResponse): Refusal | undefined {
  const parsed = errorShape.safeParse(response.json);
  if (response.status < 400 || response.status >= 500 || !parsed.success) return undefined;
  const { error, error_description: description } = parsed.data;
  const [, code = ''] = /AADSTS(\d+)/.exec(description) ?? [];
  const said = description.split(/\r?\n/, 1)[0] || error;
  if (response.status === 429 || error === 'temporarily_unavailable') return { kind: 'rate-limited', said };
  const found = Object.hasOwn(known, code) ? known[code] : undefined;
  if (found) return { kind: found.kind, message: `Microsoft did not let MSPclaw in (AADSTS${code}). ${found.message}` };
  return { kind: 'unauthenticated', said };
}
