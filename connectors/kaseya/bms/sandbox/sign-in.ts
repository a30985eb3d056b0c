// /security: multipart only, dates instead of seconds, refresh tokens that work once.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type BmsRoute, type BmsSandboxContext, dressed, no, ok, record, time } from './bms-state.ts';

const open = (
  path: string,
  handle: (form: Record<string, string>, context: BmsSandboxContext) => SandboxAnswer,
): BmsRoute => ({
  method: 'POST',
  path: `/v2/security/${path}`,
  isOpen: true,
  handle: async (request, context) => {
    const parts = await request.multipart();
    if (!parts) return { status: 415, json: { title: 'Unsupported Media Type', status: 415 } };
    const form = Object.fromEntries(parts.map(({ name, content }) => [name, content]));
    return dressed(handle(form, context), context.state);
  },
});

export const signInRoutes: BmsRoute[] = [
  open('authenticate', (form, context) => {
    const { state } = context;
    if (form.GrantType !== 'password') return no(400, 'The grant type is not supported.');
    // letter by letter
    if (form.Tenant !== state.tenant) return no(401, 'Invalid company name.');
    const user = state.users[form.UserName ?? ''];
    if (!user || user.password !== form.Password) return no(401, 'Invalid user name or password.');
    if (state.quirks.wantsMfa && !form.MFACode) return no(401, 'An MFA code is required.');
    return grant(form.UserName ?? '', context);
  }),
  open('refreshtoken', (form, context) => {
    const { state } = context;
    const access = state.refresh[form.RefreshToken ?? ''];
    const holder = state.access[access ?? ''];
    if (access === undefined || access !== form.AccessToken || !holder)
      return no(401, 'The refresh token is not valid.');
    delete state.refresh[form.RefreshToken ?? ''];
    return grant(holder.user, context);
  }),
];

function grant(user: string, { world, state }: BmsSandboxContext): SandboxAnswer {
  const AccessToken = `bms-access-${world.nextUid()}`;
  const RefreshToken = `bms-refresh-${world.nextUid()}`;
  const expiresAtMs = world.nowMs() + 3_600_000;
  state.access[AccessToken] = { user, expiresAtMs };
  state.refresh[RefreshToken] = AccessToken;
  return ok({
    AccessToken,
    RefreshToken,
    AccessTokenExpireOn: time(expiresAtMs),
    RefreshTokenExpireOn: time(world.nowMs() + 86_400_000),
  });
}

export const userOf = (request: SandboxRequest, { world, state }: BmsSandboxContext) => {
  const held = state.access[/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''];
  return held && held.expiresAtMs > world.nowMs() ? state.users[held.user] : undefined;
};

export function authorise(request: SandboxRequest, context: BmsSandboxContext): SandboxAnswer | null {
  const user = userOf(request, context);
  if (!user)
    return { status: 401, json: { Success: false, Error: { Code: 401, Message: 'The access token is not valid.' } } };
  if (!user.mayWrite && changes(request))
    return dressed(no(403, 'You do not have permission for this.'), context.state);
  return null;
}

/** searches are posted and change nothing; neither does signing in */
export const changes = (request: Pick<SandboxRequest, 'method' | 'path'>) =>
  request.method !== 'GET' && !request.path.endsWith('/search') && !request.path.startsWith('/v2/security/');

export const ownId = (request: SandboxRequest, context: BmsSandboxContext) =>
  Number(record(userOf(request, context)).id ?? 0);
