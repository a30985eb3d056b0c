// What a directory's result code means (RFC 4511, appendix A), as the one error a connector throws.
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';

const meaning: Record<number, [ConnectorErrorKind, string]> = {
  3: ['timeout', 'took too long by its own limit'],
  4: ['bad-answer', 'found more than it gives at once'],
  8: ['wrong-host', 'asks for a safer way to sign in'],
  10: ['wrong-host', 'says that another server holds this; it is not followed there'],
  11: ['unavailable', 'stopped at a limit of its own'],
  13: ['wrong-host', 'asks for an encrypted connection (ldaps)'],
  16: ['conflict', 'does not have the value that was to be taken away'],
  17: ['invalid-input', 'does not know an attribute that was named'],
  18: ['invalid-input', 'cannot compare an attribute in that way'],
  19: ['invalid-input', 'does not allow that value (a password may be too short, too simple or used before)'],
  20: ['conflict', 'has that value already'],
  21: ['invalid-input', 'does not take that value'],
  32: ['not-found', 'has no such entry'],
  34: ['invalid-input', 'does not take that name of an entry'],
  48: ['unauthenticated', 'does not let this account sign in that way'],
  49: ['unauthenticated', 'does not accept the name or the password'],
  50: ['forbidden', 'does not give this account the right to do that'],
  51: ['unavailable', 'is busy'],
  52: ['unavailable', 'is not available'],
  53: ['invalid-input', 'is not willing to do that'],
  65: ['invalid-input', 'does not allow that for this kind of entry'],
  68: ['conflict', 'has such an entry already'],
  71: ['invalid-input', 'would have to change several servers for that'],
};
/** A server that stumbled may have done it; every other code is a plain no. */
const maybeDone: ReadonlySet<number> = new Set([1, 2, 3, 11, 52, 80]);

/** @param said the directory's own words; kept in `detail.said`, without control characters and bounded */
export function ldapRefusal(
  resultCode: number,
  said: string,
  about: { host: string; mutates: boolean },
): ConnectorError {
  const [kind, words] = meaning[resultCode] ?? ['bad-answer', `answered with an error (code ${resultCode})`];
  const isUncertain = maybeDone.has(resultCode) || meaning[resultCode] === undefined;
  return new ConnectorError(kind, `The directory ${about.host} ${words}.`, {
    maybeApplied: about.mutates && isUncertain,
    detail: { resultCode, said: plain(said) },
  });
}

/** Active Directory ends its texts with a zero. */
const plain = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 500);
