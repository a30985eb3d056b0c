// Who we are at Microsoft: an app registration with a secret, let in by one tenant. One connection = one tenant.
import { z } from 'zod';
import { createSession, tokenAnswerShape } from '#connectors/sdk/auth/oauth-session.ts';
import type { ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { isLoopbackHost } from '#connectors/sdk/http/vendor-origin.ts';
import { createVendorRoad } from '#connectors/sdk/http/vendor-road.ts';
import { cloudHosts, cloudNames, clouds } from './clouds.ts';
import { signInRefusal } from './sign-in-refusal.ts';

const guid = z
  .guid('This is not an id: it looks like 11111111-2222-3333-4444-555555555555.')
  .transform((id) => id.toLowerCase());

const settingsSchema = z.strictObject({
  cloud: z
    .string()
    .default('global')
    .refine((cloud) => cloudNames.some((name) => name === cloud) || isSandbox(cloud), 'This is none of the clouds.'),
  /** also the id of the only client this connection reaches */
  tenant: guid,
  clientId: guid,
});
export type GraphSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ clientSecret: z.string().trim().min(8).max(500) });
export type GraphSecrets = z.output<typeof secretsSchema>;
export type GraphContext = ConnectorContext<GraphSettings, GraphSecrets>;

const isSandbox = (cloud: string) =>
  URL.canParse(cloud) && isLoopbackHost(new URL(cloud).hostname) && new URL(cloud).origin === cloud;

export const graphAuth: ConnectorAuth<GraphSettings, GraphSecrets> = {
  fields: [
    {
      name: 'cloud',
      label: 'Cloud',
      help: 'Where the tenant lives. Worldwide, unless the customer signs in at a government or China portal.',
      secret: false,
      options: cloudNames.map((name) => ({ value: name, label: clouds[name].label })),
    },
    {
      name: 'tenant',
      label: 'Directory (tenant) ID',
      help: 'Entra admin center of the customer, Overview. One connection reaches exactly this tenant.',
      secret: false,
      placeholder: '11111111-2222-3333-4444-555555555555',
    },
    {
      name: 'clientId',
      label: 'Application (client) ID',
      help: 'App registrations, your app, Overview. An administrator of the tenant must have consented to the app.',
      secret: false,
    },
    {
      name: 'clientSecret',
      label: 'Client secret',
      help: 'App registrations, your app, Certificates & secrets: the value, not its ID. It ends after 24 months at most.',
      secret: true,
    },
  ],
  settings: settingsSchema,
  secrets: secretsSchema,
};

const signIn = createVendorRoad<GraphContext>({
  vendor: 'Microsoft',
  base: ({ settings }) => cloudHosts(settings.cloud).login,
  headers: () => ({}),
  refusal: signInRefusal,
});

/** App-only: no refresh token, asked again shortly before its end. */
export const session = createSession<GraphContext>({
  name: () => 'app',
  request: async (context) => {
    const { settings, secrets } = context;
    const token = await signIn.read(context, tokenAnswerShape, {
      action: 'sign in',
      method: 'POST',
      // gives a token and changes no record
      mutates: false,
      path: `/${settings.tenant}/oauth2/v2.0/token`,
      form: {
        grant_type: 'client_credentials',
        client_id: settings.clientId,
        client_secret: secrets.clientSecret,
        scope: `${cloudHosts(settings.cloud).graph}/.default`,
      },
    });
    return { accessToken: token.access_token, refreshToken: null, expiresInSeconds: token.expires_in ?? 3_599 };
  },
});
