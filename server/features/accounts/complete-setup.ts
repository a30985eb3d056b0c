// First run, locked by a one-time token that only who reads the server's console knows. Once finished it does not exist
// any more: every question about it is answered like a page that never was.
import { AppError, notFound } from '#server/platform/errors.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import type { CompleteSetupInput } from './complete-setup.schema.ts';
import { hashToken, isTokenOf, newToken } from './one-time-token.ts';
import { slugOf } from './org-slug.ts';
import { hashPassword } from './password.ts';

/** Called at start: a fresh token for the console, or null when set-up is finished. Earlier tokens stop working. */
export async function ensureSetupToken(deps: Pick<AccountsDeps, 'setup'>): Promise<string | null> {
  const token = newToken();
  return (await deps.setup.openWith(hashToken(token))) ? token : null;
}

export async function isSetupOpen(token: string, deps: Pick<AccountsDeps, 'setup'>): Promise<boolean> {
  const stored = await deps.setup.readTokenHash();
  return stored !== null && isTokenOf(token, stored);
}

export async function completeSetup(
  input: CompleteSetupInput,
  deps: AccountsDeps,
): Promise<{ slug: string; userId: string }> {
  // Asked first: a stranger must not make us hash passwords.
  if (!(await isSetupOpen(input.token, deps))) throw notFound('page');
  const slug = slugOf(input.orgName);
  const first = { ...input, slug, passwordHash: await hashPassword(input.password) };
  const made = await deps.setup.finish((stored) => isTokenOf(input.token, stored), first, deps.now());
  if (!made) throw notFound('page');
  return { slug, userId: made.userId };
}

/** For seeds and commands on the server. Who has an account already keeps their password. */
export async function createOrg(
  input: { orgName: string; slug?: string; name: string; email: string; password: string | null },
  deps: AccountsDeps,
): Promise<{ orgId: string; userId: string; slug: string }> {
  const slug = input.slug ?? slugOf(input.orgName);
  if (slug !== slugOf(slug)) throw new AppError('INVALID_INPUT', { message: `"${slug}" cannot be an address.` });
  const passwordHash = input.password === null ? null : await hashPassword(input.password);
  return { slug, ...(await deps.setup.createOrg({ ...input, slug, passwordHash })) };
}
