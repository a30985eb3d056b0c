// Who we are at NinjaOne: the form of the connect wizard and the access token behind each call.
// `machine` asks with client credentials; `user` renews the consent of a signed-in person, which NinjaOne demands for
// running scripts. Its refresh token changes with every use, so it lives beside the access token in one stored value.
import { z } from 'zod';
import { createSession, tokenAnswerShape } from '#connectors/sdk/auth/oauth-session.ts';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';
import { createVendorRoad } from '#connectors/sdk/http/vendor-road.ts';
import { refusalOf, tokenPath } from './answer-error.ts';

const settingsSchema = z.strictObject({
  /** origin of the instance: "https://eu.ninjarmm.com" */
  host: vendorOriginSchema,
  mode: z.enum(['machine', 'user']).default('machine'),
  clientId: z.string().trim().min(1).max(200),
  /** device custom field that our scripts write their result into */
  resultField: z
    .string()
    .trim()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/)
    .default('mspclawResult'),
  /** the board that shows all tickets, by name or number; null = found by itself */
  ticketBoard: z.string().trim().max(200).nullish(),
});
export type NinjaSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  clientSecret: z.string().trim().min(1).max(500),
  refreshToken: z.string().trim().max(4_000).nullish(),
  webhookSecret: z.string().trim().min(24).max(200),
});
export type NinjaSecrets = z.output<typeof secretsSchema>;
export type NinjaContext = ConnectorContext<NinjaSettings, NinjaSecrets>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'Address of your NinjaOne',
    help: 'The host in your browser when you are signed in. An account lives on exactly one host.',
    secret: false,
    placeholder: 'app.ninjarmm.com',
  },
  {
    name: 'mode',
    label: 'Kind of access',
    help: 'NinjaOne runs scripts and changes tickets only for a signed-in user. "Machine" is enough for devices and alerts.',
    secret: false,
    options: [
      { value: 'machine', label: 'Machine (API Services app): devices, alerts, reading tickets' },
      { value: 'user', label: 'User (Web app with refresh token): also scripts and tickets' },
    ],
  },
  {
    name: 'clientId',
    label: 'Client ID',
    help: 'Administration, Apps, API, Client app IDs. Scopes: Monitoring and Management, for scripts also Control.',
    secret: false,
  },
  { name: 'clientSecret', label: 'Client secret', help: 'Shown once when the app is made.', secret: true },
  {
    name: 'refreshToken',
    label: 'Refresh token',
    help: 'Only for "User": from the app\'s consent, with "Refresh token" ticked and the scope offline_access.',
    secret: true,
  },
  {
    name: 'webhookSecret',
    label: 'Webhook secret',
    help: 'NinjaOne does not sign its webhooks: it sends this value in a header instead.',
    secret: true,
    isGenerated: true,
  },
  {
    name: 'resultField',
    label: 'Custom field for script results',
    help: 'A multi-line device custom field that scripts may write. NinjaOne has no other road for script output.',
    secret: false,
    placeholder: 'mspclawResult',
  },
  {
    name: 'ticketBoard',
    label: 'Board of all tickets',
    help: 'Only with NinjaOne Ticketing, and only if its built-in board "All tickets" was renamed or narrowed: the name of a board that shows every ticket (Ticketing, Boards).',
    secret: false,
    placeholder: 'All tickets',
  },
];

export const ninjaAuth: ConnectorAuth<NinjaSettings, NinjaSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};

const scope = 'monitoring management control';

const answerShape = tokenAnswerShape.extend({ expires_in: z.number().nullish() });

const door = createVendorRoad<NinjaContext>({
  vendor: 'NinjaOne',
  base: ({ settings }) => settings.host,
  headers: () => ({}),
  refusal: refusalOf,
});

/** @throws ConnectorError `wrong-host` | `unauthenticated`, or what else keeps the token away */
export const session = createSession<NinjaContext>({
  name: ({ settings }) => `${settings.mode}-session`,
  async request(context, rotated) {
    const granted = await door.read(context, answerShape, {
      action: 'sign in',
      method: 'POST',
      path: tokenPath,
      form: {
        ...grantFor(context, rotated),
        client_id: context.settings.clientId,
        client_secret: context.secrets.clientSecret,
      },
      // gives a token and changes no record
      mutates: false,
    });
    return {
      accessToken: granted.access_token,
      refreshToken: granted.refresh_token ?? null,
      expiresInSeconds: granted.expires_in ?? 3_600,
    };
  },
});

function grantFor(context: NinjaContext, rotated: string | null): Record<string, string> {
  if (context.settings.mode === 'machine') return { grant_type: 'client_credentials', scope };
  const refreshToken = rotated ?? context.secrets.refreshToken;
  if (!refreshToken) {
    throw new ConnectorError('unauthenticated', 'This NinjaOne connection is of kind "User" but has no refresh token.');
  }
  return { grant_type: 'refresh_token', refresh_token: refreshToken };
}
