// Who we are at an Automate server: the form of the connect wizard and the token behind each call. The token is renewed
// with itself until its absolute end; after that the password signs in again.
import { z } from 'zod';
import { createSession, type Grant } from '#connectors/sdk/auth/oauth-session.ts';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { type AutomateToken, saidBy, tokenShape } from './vendor-shapes.ts';

const settingsSchema = z.strictObject({
  /** origin of the server: "https://msp.hostedrmm.com" */
  server: vendorOriginSchema,
  username: z.string().trim().min(1).max(200),
  /** from developer.connectwise.com; names the program, not the user */
  clientId: z.guid('This is not a client ID. It looks like 00000000-0000-0000-0000-000000000000.'),
});
export type AutomateSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ password: z.string().min(1).max(500) });
export type AutomateSecrets = z.output<typeof secretsSchema>;
export type AutomateContext = ConnectorContext<AutomateSettings, AutomateSecrets>;

const fields: AuthField[] = [
  {
    name: 'server',
    label: 'Address of your Automate server',
    help: 'The host the Automate control center signs in to; for hosted servers <name>.hostedrmm.com.',
    secret: false,
    placeholder: 'msp.hostedrmm.com',
  },
  {
    name: 'username',
    label: 'User name',
    help: 'A user of its own with the user class "Integrator": users of other classes are asked for a second factor.',
    secret: false,
  },
  { name: 'password', label: 'Password', help: 'Of that user, in the Automate control center.', secret: true },
  {
    name: 'clientId',
    label: 'Client ID',
    help: 'From developer.connectwise.com, Client IDs. Automate wants it on every call since 2020.11.',
    secret: false,
    placeholder: '00000000-0000-0000-0000-000000000000',
  },
];

export const automateAuth: ConnectorAuth<AutomateSettings, AutomateSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};

/** What is kept beside the token, to renew it with. */
const renewalShape = z.object({ token: z.string(), untilMs: z.number() });

const session = createSession<AutomateContext>({
  name: () => 'session',
  async request(context, renewal) {
    const before = renewal === null ? null : renewalShape.parse(JSON.parse(renewal));
    const renewed = before && before.untilMs > context.now().getTime() ? await renew(context, before.token) : null;
    return renewed ?? signIn(context);
  },
});
export const accessToken = session.accessToken;
export const dropAccessToken = session.drop;

async function renew(context: AutomateContext, token: string): Promise<Grant | null> {
  // the body is the token itself, a bare JSON string
  const response = await ask(context, '/cwa/api/v1/APIToken/Refresh', token);
  const parsed = tokenShape.safeParse(response.json);
  // a token that cannot be renewed any more is no trouble: the password is still there
  return response.status === 200 && parsed.success && parsed.data.AccessToken ? toGrant(response, parsed.data) : null;
}

/** @throws ConnectorError `unauthenticated` | `wrong-host`, or what else keeps the token away */
async function signIn(context: AutomateContext): Promise<Grant> {
  const { settings, secrets } = context;
  const response = await ask(context, '/cwa/api/v1/APIToken', {
    Username: settings.username,
    Password: secrets.password,
  });
  const parsed = tokenShape.safeParse(response.json);
  if (response.status === 200 && parsed.success) {
    if (parsed.data.IsTwoFactorRequired || parsed.data.IsInternalTwoFactorRequired) throw wantsSecondFactor(context);
    if (parsed.data.AccessToken) return toGrant(response, parsed.data);
  }
  throw refusedSignIn(context, response);
}

const wantsSecondFactor = ({ settings }: AutomateContext) =>
  new ConnectorError(
    'unauthenticated',
    `Automate asks the user "${settings.username}" for a second factor, and nobody is there to type it. Give the connection a user of its own with the user class "Integrator", which is exempt from it.`,
    { maybeApplied: false },
  );

function refusedSignIn(context: AutomateContext, response: VendorResponse): ConnectorError {
  const { host } = new URL(context.settings.server);
  const isRefusal = [400, 401, 403].includes(response.status);
  if (response.status === 404) {
    return new ConnectorError('wrong-host', `${host} has no Automate API. Check the address of the server.`, {
      status: 404,
      maybeApplied: false,
    });
  }
  return responseError(response, {
    vendor: 'Automate',
    action: 'sign in',
    mutates: false,
    now: context.now(),
    secrets: secretValues(context.secrets),
    vendorMessage: saidBy(response.json),
    ...(isRefusal ? { kind: 'unauthenticated' as const } : {}),
    ...(response.status === 200 ? { kind: 'bad-answer' as const } : {}),
  });
}

function toGrant(response: VendorResponse, token: AutomateToken): Grant {
  const nowMs = Date.now();
  const serverNowMs = vendorTime(response, new Date(nowMs)).getTime();
  // both ends are told by the server's clock
  const secondsUntil = (end: string | null | undefined) => (Date.parse(end ?? '') - serverNowMs) / 1_000;
  const seconds = secondsUntil(token.ExpirationDate);
  const absolute = secondsUntil(token.AbsoluteExpirationDate);
  const untilMs = nowMs + (Number.isFinite(absolute) ? absolute : 0) * 1_000;
  return {
    accessToken: token.AccessToken ?? '',
    refreshToken: JSON.stringify({ token: token.AccessToken, untilMs }),
    expiresInSeconds: Number.isFinite(seconds) ? seconds : 3_600,
  };
}

const ask = ({ send, settings }: AutomateContext, path: string, json: unknown) =>
  send({
    method: 'POST',
    url: `${settings.server}${path}`,
    headers: { clientid: settings.clientId, accept: 'application/json' },
    json,
    // gives a token and changes no record
    mutates: false,
  });
