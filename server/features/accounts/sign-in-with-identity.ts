// Single sign-on: an identity provider vouches for a mailbox; the account must exist already and is found by that mailbox.
// Nobody becomes a member by signing in.
import { AppError } from '#server/platform/errors.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { normaliseEmail } from './email-address.ts';
import { openSession, type SignedIn, type Visitor } from './sign-in.ts';

export interface ProvedIdentity {
  email: string | null | undefined;
  /** as the provider's token says; anything but `true` is no proof */
  isEmailVerified: unknown;
}

export async function signInWithIdentity(
  visitor: Visitor,
  identity: ProvedIdentity,
  deps: AccountsDeps,
): Promise<SignedIn> {
  const isProved = identity.isEmailVerified === true && typeof identity.email === 'string';
  const person = isProved ? await deps.people.findByEmail(normaliseEmail(identity.email ?? '')) : null;
  if (!person || person.disabledAt) {
    throw new AppError('UNAUTHENTICATED', {
      message: 'No account here belongs to that identity. Ask an admin to invite you.',
    });
  }
  return openSession(person.id, visitor, deps);
}
