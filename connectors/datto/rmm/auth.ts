// Who we are at Datto RMM: the form of the connect wizard, and the access token of an API key, which lives 100 hours.
import { z } from 'zod';
import { basicAuthorization, createSession, tokenAnswerShape } from '#connectors/sdk/auth/oauth-session.ts';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import { isThrottled } from '#connectors/sdk/http/retry-after.ts';
import { isLoopbackHost, vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

/** a customer lives on exactly one of them */
export const platforms = ['pinotage', 'merlot', 'concord', 'vidal', 'zinfandel', 'syrah'] as const;
const originOf = (platform: string) => `https://${platform}-api.centrastage.net`;

const settingsSchema = z.strictObject({
  /** origin of the platform's API: "https://merlot-api.centrastage.net" */
  host: vendorOriginSchema.refine(
    (origin) => /^https:\/\/[a-z0-9-]+-api\.centrastage\.net$/.test(origin) || isLoopbackHost(new URL(origin).hostname),
    'This is not the API address of a Datto RMM platform: https://<platform>-api.centrastage.net',
  ),
  apiKeyId: z.string().trim().min(1).max(200),
});
export type DattoSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  apiSecret: z.string().trim().min(1).max(500),
  webhookSecret: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{24,200}$/, 'Letters, digits, "-" and "_", at least 24: it stands inside a JSON text.'),
});
export type DattoSecrets = z.output<typeof secretsSchema>;
export type DattoContext = ConnectorContext<DattoSettings, DattoSecrets>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'Platform',
    help: 'The first word of the address in your browser when you are signed in to Datto RMM, as in merlot.rmm.datto.com.',
    secret: false,
    options: platforms.map((platform) => ({ value: originOf(platform), label: platform })),
  },
  {
    name: 'apiKeyId',
    label: 'API key',
    help: 'Setup, Users, the user made for MSPclaw: generate its API keys. They may do what this user may do.',
    secret: false,
  },
  { name: 'apiSecret', label: 'API secret key', help: 'Shown once, beside the API key.', secret: true },
  {
    name: 'webhookSecret',
    label: 'Webhook secret',
    help: 'Datto signs nothing: this value stands in the body or in a header of its webhooks. Left empty, a random one is made.',
    secret: true,
    isGenerated: true,
  },
];

export const dattoAuth: ConnectorAuth<DattoSettings, DattoSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};

/** 100 hours, as the vendor gives them out */
const usualSeconds = 360_000;

export const session = createSession<DattoContext>({
  name: () => 'access',
  marginSeconds: 600,
  async request(context) {
    const { settings, secrets } = context;
    const response = await context.send({
      method: 'POST',
      url: `${settings.host}/auth/oauth/token`,
      // the client is the same for everybody; key and secret stand in for a person's name and password
      headers: { authorization: basicAuthorization('public-client', 'public') },
      form: { grant_type: 'password', username: settings.apiKeyId, password: secrets.apiSecret },
      mutates: false,
    });
    const parsed = tokenAnswerShape.safeParse(response.json);
    if (response.status === 200 && parsed.success) {
      const { access_token, expires_in } = parsed.data;
      // this flow has no refresh token
      return { accessToken: access_token, refreshToken: null, expiresInSeconds: expires_in ?? usualSeconds };
    }
    if (!isThrottled(response) && (response.status === 400 || response.status === 401)) {
      throw new ConnectorError(
        'unauthenticated',
        `Datto RMM refused the API key at ${new URL(settings.host).host}. Either key or secret is wrong or was renewed, or the account lives on another platform: a wrong platform says the same.`,
        { status: response.status, maybeApplied: false },
      );
    }
    throw responseError(response, {
      vendor: 'Datto RMM',
      action: 'sign in',
      mutates: false,
      now: context.now(),
      secrets: secretValues(secrets),
    });
  },
});
