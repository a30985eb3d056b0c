// Graph's error dialect: a code that says more than the status, a sentence, and the id of the request to quote to Microsoft.
import { redact } from '#connectors/sdk/http/redact.ts';
import type { Refusal, VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { errorShape } from './vendor-shapes.ts';

export function graphRefusal(response: VendorResponse, call: VendorCall): Refusal | null | undefined {
  if (response.status < 400) return undefined;
  const parsed = errorShape.safeParse(response.json);
  // whatever it says, a password that was sent is not said back
  if (!parsed.success) return { said: '' };
  const { code, message, innerError } = parsed.data.error;
  if (isAlreadySo(response.status, message, call)) return null;
  const requestId = innerError?.['request-id'];
  const said = redact(`${code}: ${message}${requestId ? ` (request ${requestId})` : ''}`, passwordsOf(call.json));
  if (/NonPremium/i.test(code)) {
    return {
      kind: 'unsupported',
      message: `Microsoft refused to ${call.action}: the tenant has no Entra ID P1 or P2 licence, and without one it keeps no sign-ins for apps.`,
    };
  }
  if (response.status === 401 && /^Authorization_/.test(code)) return { kind: 'forbidden', said };
  if (response.status === 403) {
    return {
      kind: 'forbidden',
      message: `Microsoft refused to ${call.action} (403). The app lacks a permission or admin consent, or the account is protected: administrators can only be changed by an app with a role that covers them. It said: ${said}`,
    };
  }
  if (/does not have any available licenses/i.test(message)) {
    return {
      kind: 'conflict',
      message: `Microsoft refused to ${call.action}: no licence of this kind is free. Buy one or take one back first.`,
    };
  }
  return { said };
}

/** A change whose outcome is there already is done. */
function isAlreadySo(status: number, message: string, { method, path }: VendorCall): boolean {
  if (status === 400 && method === 'POST' && path.endsWith('/members/$ref')) return /already exist/i.test(message);
  // group and person were read before: what does not exist is the membership
  if (status === 404 && method === 'DELETE') return path.endsWith('/$ref');
  if (status === 400 && path.endsWith('/assignLicense')) return /does not have a corresponding license/i.test(message);
  return false;
}

function passwordsOf(json: unknown): string[] {
  if (typeof json !== 'object' || json === null || !('passwordProfile' in json)) return [];
  const profile = json.passwordProfile;
  if (typeof profile !== 'object' || profile === null || !('password' in profile)) return [];
  return typeof profile.password === 'string' ? [profile.password] : [];
}
