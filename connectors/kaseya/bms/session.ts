// Signing in, always as multipart/form-data (JSON is refused), and staying so: a refresh token that changes with every use,
// and ends told as dates instead of seconds.
import { z } from 'zod';
import { createSession, type Grant } from '#connectors/sdk/auth/oauth-session.ts';
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { excerpt, secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { BmsSecrets, BmsSettings } from './auth.ts';
import { envelopeOf, sentenceOf } from './envelope.ts';

export type BmsContext = ConnectorContext<BmsSettings, BmsSecrets>;

const tokensShape = z.object({
  AccessToken: z.string().min(1),
  RefreshToken: z.string().min(1).nullish(),
  AccessTokenExpireOn: z.string().nullish(),
});
/** what a refresh needs: both tokens */
const pairShape = z.object({ AccessToken: z.string(), RefreshToken: z.string() });

const shortestSeconds = 60;
const longestSeconds = 86_400;
/** when the end makes no sense, as of another time zone */
const doubtSeconds = 600;

export const session = createSession<BmsContext>({
  name: ({ settings }) => `access:${settings.tenant}:${settings.userName}`,
  async request(context, refreshToken) {
    const pair = refreshToken === null ? null : pairShape.safeParse(JSON.parse(refreshToken)).data;
    if (pair) {
      const refreshed = await post(context, 'refreshtoken', pair);
      const granted = grantOf(context, refreshed);
      if (granted) return granted;
      // ended, or used by another process already: the password is still there
    }
    const { tenant, userName } = context.settings;
    const response = await post(context, 'authenticate', {
      GrantType: 'password',
      UserName: userName,
      Password: context.secrets.password,
      Tenant: tenant,
    });
    const granted = grantOf(context, response);
    if (granted) return granted;
    throw refusedSignIn(context, response);
  },
});

const post = (context: BmsContext, what: 'authenticate' | 'refreshtoken', fields: Record<string, string>) =>
  context.send({
    method: 'POST',
    url: `${context.settings.host}/v2/security/${what}`,
    multipart: Object.entries(fields).map(([name, content]) => ({ name, contentType: 'text/plain', content })),
    mutates: false,
  });

function grantOf(context: BmsContext, response: VendorResponse): Grant | null {
  const envelope = response.status === 200 ? envelopeOf(response) : null;
  const tokens = envelope?.Success === false ? null : tokensShape.safeParse(envelope?.Result).data;
  if (!tokens) return null;
  const { AccessToken, RefreshToken } = tokens;
  const end = toInstant(tokens.AccessTokenExpireOn);
  const seconds =
    end === null ? doubtSeconds : (Date.parse(end) - vendorTime(response, context.now()).getTime()) / 1_000;
  return {
    accessToken: AccessToken,
    refreshToken: RefreshToken ? JSON.stringify({ AccessToken, RefreshToken }) : null,
    expiresInSeconds: seconds >= shortestSeconds && seconds <= longestSeconds ? Math.floor(seconds) : doubtSeconds,
  };
}

function refusedSignIn(context: BmsContext, response: VendorResponse): ConnectorError {
  const secrets = secretValues(context.secrets);
  const envelope = envelopeOf(response);
  const said = envelope ? excerpt(sentenceOf(envelope), secrets) : '';
  const usual = responseError(response, {
    vendor: 'Kaseya BMS',
    action: 'sign in',
    mutates: false,
    now: context.now(),
    secrets,
    vendorMessage: said,
  });
  if (usual.retryable) return usual;
  const tail = said ? ` It said: ${said}` : '';
  const because = (kind: 'unauthenticated' | 'wrong-host', sentence: string) =>
    new ConnectorError(kind, `${sentence}${tail}`, { status: response.status });
  if (!envelope && ![400, 401, 403].includes(response.status)) {
    return because('wrong-host', `${new URL(context.settings.host).host} does not answer like the API of Kaseya BMS.`);
  }
  if (/mfa|two.factor|one.time|otp/i.test(said)) {
    return because('unauthenticated', 'This user has a second factor. Use an API employee: it signs in without one.');
  }
  if (/tenant|company/i.test(said)) {
    return because(
      'unauthenticated',
      'BMS does not know this company name. It must be written as on the sign-in page, capitals and spaces too.',
    );
  }
  return because(
    'unauthenticated',
    'BMS refused the sign-in: user name, password or company name is wrong (capitals and spaces count), or the host is of another region.',
  );
}
