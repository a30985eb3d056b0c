// Where Halo signs us in: told by the instance itself, because it is not always next to the API. And the token.
import { z } from 'zod';
import { createSession, tokenAnswerShape } from '#connectors/sdk/auth/oauth-session.ts';
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { excerpt, secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import { isLoopbackHost } from '#connectors/sdk/http/vendor-origin.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { HaloSecrets, HaloSettings } from './auth.ts';

export type HaloContext = ConnectorContext<HaloSettings, HaloSecrets>;

const infoShape = z.object({
  auth_url: z.string().min(1).max(500).nullish(),
  tenant_id: z.string().max(100).nullish(),
});
const serverShape = z.object({ url: z.string(), tenant: z.string().nullable() });
type AuthServer = z.output<typeof serverShape>;

const oneDaySeconds = 86_400;

/** Asked once a day for all processes. @throws ConnectorError `wrong-host` when nothing there is a Halo */
async function findAuthServer(context: HaloContext): Promise<AuthServer> {
  const stored = await context.token(`auth-server:${context.settings.site}`, async () => ({
    value: JSON.stringify(await lookUpAuthServer(context)),
    expiresInSeconds: oneDaySeconds,
  }));
  const found = serverShape.parse(JSON.parse(stored));
  return { ...found, tenant: context.settings.tenant ?? found.tenant };
}

async function lookUpAuthServer(context: HaloContext): Promise<AuthServer> {
  const { site } = context.settings;
  const response = await context.send({ method: 'GET', url: `${site}/api/AuthInfo`, mutates: false });
  if (response.status >= 500 || response.status === 429) throw refusedSignIn(context, response);
  const info = response.status === 200 ? infoShape.safeParse(response.json) : null;
  if (info?.success) {
    return { url: trustedUrl(info.data.auth_url ?? `${site}/auth`, site), tenant: info.data.tenant_id || null };
  }
  // older servers do not tell: the usual place, which says itself when it is none
  if (response.status === 401 || response.status === 403) return { url: `${site}/auth`, tenant: null };
  throw new ConnectorError(
    'wrong-host',
    `${new URL(site).host} does not answer like a Halo instance. Check the address.`,
    {
      status: response.status,
    },
  );
}

/** The secret goes there, so it must be https (plain http only on this machine, where the site is too). */
function trustedUrl(text: string, site: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlainHere =
    url?.protocol === 'http:' && isLoopbackHost(url.hostname) && isLoopbackHost(new URL(site).hostname);
  if (!url || url.username || url.password || (url.protocol !== 'https:' && !isPlainHere)) {
    throw new ConnectorError(
      'wrong-host',
      'The Halo instance names a sign-in address that is not https; nothing was sent there.',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

export const session = createSession<HaloContext>({
  name: (context) => `access:${context.settings.clientId}`,
  async request(context) {
    const server = await findAuthServer(context);
    const tenant = server.tenant === null ? '' : `?tenant=${encodeURIComponent(server.tenant)}`;
    const response = await context.send({
      method: 'POST',
      url: `${server.url}/token${tenant}`,
      form: {
        grant_type: 'client_credentials',
        client_id: context.settings.clientId,
        client_secret: context.secrets.clientSecret,
        scope: context.settings.scope,
      },
      mutates: false,
    });
    const granted = response.status === 200 ? tokenAnswerShape.safeParse(response.json) : null;
    if (!granted?.success) throw refusedSignIn(context, response);
    // Halo gives an hour unless it says otherwise
    return {
      accessToken: granted.data.access_token,
      refreshToken: null,
      expiresInSeconds: granted.data.expires_in ?? 3_600,
    };
  },
});

const oauthErrorShape = z.object({ error: z.string(), error_description: z.string().nullish() });

function refusedSignIn(context: HaloContext, response: VendorResponse): ConnectorError {
  const secrets = secretValues(context.secrets);
  const oauth = oauthErrorShape.safeParse(response.json).data;
  const said = excerpt(oauth?.error_description ?? oauth?.error ?? '', secrets);
  const usual = responseError(response, {
    vendor: 'Halo',
    action: 'sign in',
    mutates: false,
    now: context.now(),
    secrets,
    vendorMessage: said,
  });
  if (usual.retryable) return usual;
  const tail = said ? ` It said: ${said}` : '';
  const because = (kind: 'unauthenticated' | 'forbidden' | 'wrong-host', sentence: string) =>
    new ConnectorError(kind, `${sentence}${tail}`, { status: response.status, detail: { error: oauth?.error } });
  switch (oauth?.error) {
    case 'invalid_scope':
      return because('forbidden', `The Halo application does not have the scopes "${context.settings.scope}".`);
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return because(
        'unauthenticated',
        'The Halo application may not sign in by itself: its method must be "Client ID and Secret (Services)".',
      );
    case 'invalid_client':
    case 'invalid_grant':
      return because('unauthenticated', 'Halo does not know this client ID, or the client secret is wrong.');
    case undefined:
  }
  if (response.status === 404)
    return because('wrong-host', 'There is no Halo sign-in at the address the instance names.');
  if (/tenant/i.test(said))
    return because('wrong-host', 'Halo does not know this tenant. Leave the field empty, or check its spelling.');
  if (response.status < 500 && oauth) return because('unauthenticated', 'Halo refused the sign-in.');
  return usual;
}
