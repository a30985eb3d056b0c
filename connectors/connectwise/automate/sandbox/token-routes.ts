// APIToken: signing in, renewing with the token itself, and who is let in. A token is granted without a client ID, too;
// what needs one is every call after it.
import { z } from 'zod';
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type AutomateSandboxContext, knownClientId, refusal, users } from './automate-state.ts';

const credentialsShape = z.strictObject({
  Username: z.string(),
  Password: z.string(),
  TwoFactorPasscode: z.string().optional(),
});
const denied = refusal(401, 'Authorization has been denied for this request.');

export function grantToken(request: SandboxRequest, context: AutomateSandboxContext): SandboxAnswer {
  const given = credentialsShape.safeParse(request.json()).data;
  const user = given ? users[given.Username] : undefined;
  if (!given || user?.password !== given.Password) return refusal(401, 'Invalid username or password.');
  if (user.isTwoFactor && !given.TwoFactorPasscode) {
    return {
      status: 200,
      json: { TokenType: 'Bearer', IsTwoFactorRequired: true, IsInternalTwoFactorRequired: false },
    };
  }
  const absoluteMs = context.world.nowMs() + context.state.quirks.absoluteSeconds * 1_000;
  return issue(given.Username, absoluteMs, context);
}

export function renewToken(request: SandboxRequest, context: AutomateSandboxContext): SandboxAnswer {
  const given = request.json();
  const known = typeof given === 'string' ? context.state.tokens[given] : undefined;
  return known && known.absoluteMs > context.world.nowMs() ? issue(known.user, known.absoluteMs, context) : denied;
}

function issue(user: string, absoluteMs: number, { world, state }: AutomateSandboxContext): SandboxAnswer {
  const value = `cwa-${world.nextUid()}`;
  const expiresAtMs = Math.min(world.nowMs() + state.quirks.tokenSeconds * 1_000, absoluteMs);
  state.tokens[value] = { user, expiresAtMs, absoluteMs };
  return {
    status: 200,
    json: {
      AccessToken: value,
      TokenType: 'Bearer',
      ExpirationDate: new Date(expiresAtMs).toISOString(),
      AbsoluteExpirationDate: new Date(absoluteMs).toISOString(),
      UserId: '7',
      IsTwoFactorRequired: false,
      IsInternalTwoFactorRequired: false,
    },
  };
}

const tokenOf = (request: SandboxRequest) => /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';

export function authorise(request: SandboxRequest, { state, world }: AutomateSandboxContext): SandboxAnswer | null {
  const known = state.tokens[tokenOf(request)];
  if (!known || known.expiresAtMs <= world.nowMs()) return denied;
  return request.headers.clientid === knownClientId ? null : denied;
}

/** What a user class does not reach is hidden, not refused. */
export const seesClients = (request: SandboxRequest, { state }: AutomateSandboxContext): boolean =>
  users[state.tokens[tokenOf(request)]?.user ?? '']?.seesClients ?? false;
