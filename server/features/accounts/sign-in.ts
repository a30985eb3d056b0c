// A new session for the right password, and one answer for everything that is wrong: the address, the password, the
// account that was disabled. Time does not tell them apart either.
import { AppError } from '#server/platform/errors.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { verifyPassword } from './password.ts';
import { expiryOf } from './session-lifetime.ts';
import type { SignInInput } from './sign-in.schema.ts';
import { throttleKeysOf } from './throttle-policy.ts';

export interface SignedIn {
  sessionId: string;
  userId: string;
}

/** Where the attempt came from. */
export interface Visitor {
  ip: string | null;
  userAgent: string | null;
}

export async function signIn(visitor: Visitor, input: SignInInput, deps: AccountsDeps): Promise<SignedIn> {
  const now = deps.now();
  const keys = throttleKeysOf(input.email, visitor.ip);
  const { waitMs } = await deps.throttle.charge(keys, now);
  if (waitMs > 0) {
    throw new AppError('RATE_LIMITED', {
      message: `Too many attempts. Try again in ${describeWait(waitMs)}.`,
      details: { retryAfterMs: waitMs },
    });
  }
  const person = await deps.people.findByEmail(input.email);
  const isRight = await verifyPassword(person?.passwordHash ?? null, input.password);
  if (!person || !isRight || person.disabledAt) {
    throw new AppError('UNAUTHENTICATED', { message: 'E-mail address and password do not match.' });
  }
  // The address gets back only this attempt: someone who owns one account must not reset the count for guessing others.
  const [pair, account, address] = keys;
  if (pair && account && address) await deps.throttle.settle([pair, account], [address]);
  return openSession(person.id, visitor, deps);
}

export async function openSession(userId: string, visitor: Visitor, deps: AccountsDeps): Promise<SignedIn> {
  const now = deps.now();
  const userAgent = visitor.userAgent?.slice(0, 300) ?? null;
  const sessionId = await deps.people.openSession({ userId, userAgent, now, expiresAt: expiryOf(now) });
  return { sessionId, userId };
}

const describeWait = (waitMs: number): string => {
  const minutes = Math.ceil(waitMs / 60_000);
  return minutes < 2 ? 'a minute' : minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
};
