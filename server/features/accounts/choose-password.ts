// A one-time link becomes a password. The link is gone afterwards, and so is every session the account had.

import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import type { ChoosePasswordInput } from './choose-password.schema.ts';
import { isTokenOf } from './one-time-token.ts';
import { hashPassword } from './password.ts';

export async function choosePassword(input: ChoosePasswordInput, deps: AccountsDeps): Promise<{ email: string }> {
  const [userId = '', secret = ''] = input.token.split('.');
  if (!isId(userId)) throw notFound('link');
  // Asked first: a stranger must not make us hash passwords.
  const known = await deps.people.readPasswordLink(userId);
  if (!known || !isTokenOf(secret, known.tokenHash)) throw notFound('link');
  const now = deps.now();
  const person = await deps.people.redeemPasswordLink(
    userId,
    (link, orgs) => isTokenOf(secret, link.tokenHash) && new Date(link.expiresAt) > now && orgs === 1,
    await hashPassword(input.password),
    now,
  );
  if (!person) throw notFound('link');
  return { email: person.email };
}
