// Who we are at the Asio platform: the form of the connect wizard and the token behind each call. Asking for tokens too often
// locks the customer's key (423), so one token serves all processes, and a fresh one is never thrown away for a refusal.
import { z } from 'zod';
import { tokenAnswerShape } from '#connectors/sdk/auth/oauth-session.ts';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import { retryAfterMs } from '#connectors/sdk/http/retry-after.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { saidBy } from './answer-error.ts';

/** What everything the connector can do needs; a key that owns less is given less. */
export const allScopes = [
  'platform.companies.read',
  'platform.sites.read',
  'platform.devices.read',
  'platform.asset.read',
  'platform.agent.read',
  'platform.patching.read',
  'platform.automation.read',
  'platform.automation.create',
  'platform.tickets.read',
  'platform.tickets.create',
  'platform.tickets.update',
] as const;

const settingsSchema = z.strictObject({
  /** origin of the region: "https://openapi.service.itsupport247.net" */
  host: vendorOriginSchema,
  clientId: z.string().trim().min(1).max(200),
  /** space-separated; one the key does not own fails every sign-in */
  scopes: z
    .string()
    .trim()
    .regex(/^[a-z0-9._]+(\s+[a-z0-9._]+)*$/i, 'Scopes are words like platform.devices.read, with spaces between them.')
    .max(2_000)
    .default(allScopes.join(' ')),
  /** id or name; for tickets that name no board */
  defaultBoard: z.string().trim().min(1).max(200).nullish(),
});
export type AsioSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ clientSecret: z.string().trim().min(1).max(500) });
export type AsioSecrets = z.output<typeof secretsSchema>;
export type AsioContext = ConnectorContext<AsioSettings, AsioSecrets>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'Address of your region',
    help: 'openapi.service.itsupport247.net (North America), .euplatform.connectwise.com (Europe) or .auplatform.connectwise.com (Australia).',
    secret: false,
    placeholder: 'openapi.service.itsupport247.net',
  },
  { name: 'clientId', label: 'Client ID', help: 'ConnectWise platform, Integrations, API Access.', secret: false },
  { name: 'clientSecret', label: 'Client secret', help: 'Shown once when the key is made.', secret: true },
  {
    name: 'scopes',
    label: 'Scopes',
    help: 'Exactly those ticked for the key in API Access; one too many, and the platform gives no token at all.',
    secret: false,
    placeholder: 'platform.devices.read platform.tickets.read',
  },
  {
    name: 'defaultBoard',
    label: 'Service board for new tickets',
    help: 'Name of a service board, for playbooks that name none. May stay empty when there is only one.',
    secret: false,
  },
];

export const asioAuth: ConnectorAuth<AsioSettings, AsioSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};

const tokenName = 'session';
/** asked for again this long before the platform's own end */
const marginSeconds = 120;
/** a token this young is not the reason of a refusal */
const freshMs = 5 * 60_000;
const storedShape = z.object({ accessToken: z.string(), sinceMs: z.number() });

/** @throws ConnectorError `unauthenticated` | `forbidden` | `wrong-host` | `rate-limited`, or what else keeps the token away */
const session = async (context: AsioContext) => {
  const stored = await context.token(tokenName, async () => {
    const { access_token, expires_in } = await requestToken(context);
    return {
      value: JSON.stringify({ accessToken: access_token, sinceMs: context.now().getTime() }),
      expiresInSeconds: Math.max((expires_in ?? 3_599) - marginSeconds, 30),
    };
  });
  return storedShape.parse(JSON.parse(stored));
};

export const accessToken = async (context: AsioContext): Promise<string> => (await session(context)).accessToken;

/** After a 401. A young token stays: asking again and again is what locks the key. */
export async function renewToken(context: AsioContext): Promise<void> {
  const { sinceMs } = await session(context);
  if (Math.abs(context.now().getTime() - sinceMs) >= freshMs) await context.dropToken(tokenName);
}

async function requestToken(context: AsioContext) {
  const { settings, secrets } = context;
  const response = await context.send({
    method: 'POST',
    url: `${settings.host}/v1/token`,
    headers: platformHeaders(),
    json: {
      grant_type: 'client_credentials',
      client_id: settings.clientId,
      client_secret: secrets.clientSecret,
      scope: settings.scopes.split(/\s+/).join(' '),
    },
    // gives a token and changes no record
    mutates: false,
  });
  const parsed = tokenAnswerShape.safeParse(response.json);
  if (response.status === 200 && parsed.success) return parsed.data;
  throw refusedSignIn(context, response);
}

/** The document asks for them on some calls, and nobody minds them on the others. */
export const platformHeaders = () => ({
  accept: 'application/json',
  'user-agent': 'MSPclaw',
  'x-request-id': crypto.randomUUID(),
});

const defaultLockMs = 15 * 60_000;

/** 423: the key itself is locked, for every program that uses it. */
export const lockedKey = (response: Pick<VendorResponse, 'headers'>, now: Date): ConnectorError =>
  new ConnectorError(
    'rate-limited',
    'ConnectWise has locked this API key (423), because tokens were asked for too often with it. Nothing can be done but wait; if it happens again, another program uses the same key: make one for MSPclaw alone.',
    { status: 423, retryAfterMs: retryAfterMs(response.headers, now) ?? defaultLockMs, maybeApplied: false },
  );

function refusedSignIn(context: AsioContext, response: VendorResponse): ConnectorError {
  const { status } = response;
  const said = saidBy(response.json);
  if (status === 423) return lockedKey(response, context.now());
  if (status === 404) {
    const { host } = new URL(context.settings.host);
    return new ConnectorError('wrong-host', `${host} is not an address of the ConnectWise platform API.`, { status });
  }
  if (/scope/i.test(said ?? '')) {
    return new ConnectorError(
      'forbidden',
      `ConnectWise gives no token, because the key does not own one of the scopes that are asked for (${said}). Tick them in API Access, or take them out of the connection. A change takes up to an hour.`,
      { status, maybeApplied: false },
    );
  }
  const isRefusal = [400, 401, 403].includes(status);
  return responseError(response, {
    vendor: 'ConnectWise',
    action: 'sign in; a key belongs to one region, so check the address too',
    mutates: false,
    now: context.now(),
    secrets: secretValues(context.secrets),
    vendorMessage: said,
    ...(isRefusal ? { kind: 'unauthenticated' as const } : {}),
    ...(status === 200 ? { kind: 'bad-answer' as const } : {}),
  });
}
