// What Active Directory says no with, in words: the data code of a refused sign-in, and the eight digits of Windows that
// the texts of other refusals begin with. What they leave open stays as the port says it.
import { ConnectorError, type ConnectorErrorKind } from '#connectors/sdk/errors.ts';

/** `AcceptSecurityContext error, data XXX` */
const signInReasons: Record<string, string> = {
  '525': 'there is no such account in this domain',
  '52e': 'the password is wrong',
  '530': 'the account may not sign in at this hour',
  '531': 'the account may not sign in from here (a list of workstations is set)',
  '532': 'the password has expired',
  '533': 'the account is disabled',
  '701': 'the account has expired',
  '773': 'the password must be changed first',
  '775': 'the account is locked out',
};

const words: Record<string, [ConnectorErrorKind, string]> = {
  '8': ['wrong-host', 'it wants the connection signed or encrypted. Use an ldaps:// address (port 636)'],
  '10': ['wrong-host', 'another domain holds this, and referrals are not followed. Make a connection to that domain'],
  '50': ['forbidden', 'the service account has no right to do this. Delegate it on the organisational unit'],
  '0000052D': [
    'invalid-input',
    'the rules for passwords refuse it: length, complexity, history, or the last change was too recent. An account that is protected as an administrator is refused in the same words',
  ],
  '0000001F': [
    'invalid-input',
    'it is not willing to set a password this way: the connection is not encrypted enough, or its rules refuse the password',
  ],
  '53': ['invalid-input', 'it is not willing to do this'],
  '19': ['invalid-input', 'a rule of the directory refuses the value'],
};

/** @param action "reset the password" */
export function directoryRefusal(error: unknown, action: string): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const { resultCode, said, code: socketCode } = error.detail;
  if (error.kind === 'wrong-host' && typeof socketCode === 'string' && /SELF_SIGNED|UNABLE_TO_/.test(socketCode)) {
    return again(
      error,
      'wrong-host',
      `The certificate of the domain controller was made by nobody known here (${socketCode}). Put the certificate of the domain's own authority into the connection.`,
    );
  }
  if (typeof resultCode !== 'number') return error;
  const text = typeof said === 'string' ? said : '';
  if (resultCode === 49) {
    const data = /\bdata ([0-9a-f]{3,4})\b/i.exec(text)?.[1]?.toLowerCase();
    const reason = data === undefined ? undefined : signInReasons[data];
    return again(
      error,
      'unauthenticated',
      `The service account cannot sign in to Active Directory: ${reason ?? 'its name or password is not accepted'} (${data ?? 'code 49'}).`,
    );
  }
  const windowsCode = /^([0-9A-F]{8}):/i.exec(text)?.[1]?.toUpperCase();
  const isPassword = windowsCode === '0000052D' || (resultCode === 53 && windowsCode === '0000001F');
  const [kind, why] = words[isPassword ? (windowsCode ?? '') : String(resultCode)] ?? [];
  if (kind === undefined || why === undefined) return error;
  const code = [`code ${resultCode}`, windowsCode].filter(Boolean).join(', ');
  return again(error, kind, `Active Directory did not ${action}: ${why} (${code}).`);
}

const again = (error: ConnectorError, kind: ConnectorErrorKind, message: string) =>
  new ConnectorError(kind, message, { maybeApplied: error.maybeApplied, detail: error.detail, cause: error });
