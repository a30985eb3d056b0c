// Who we are at ConnectWise PSA: the form of the connect wizard, the shapes behind it, and the headers of each call.

import { z } from 'zod';
import { basicAuthorization } from '#connectors/sdk/auth/oauth-session.ts';
import type { AuthField, ConnectorAuth } from '#connectors/sdk/connector.ts';
import { siteSchema } from './site-address.ts';

const blankIsAbsent = (schema: z.ZodString) =>
  z.preprocess((value) => (value === undefined || value === '' ? null : value), schema.nullable());

const settingsSchema = z.strictObject({
  /** origin of the API, normalised: "https://api-na.myconnectwise.net" */
  site: siteSchema,
  companyId: z
    .string()
    .trim()
    .regex(
      /^[^\s+:/]{1,50}$/,
      'The company id is the short name typed on the sign-in page; it has no spaces, "+", ":" or "/".',
    ),
  clientId: z.guid('The clientId is a GUID, as shown at developer.connectwise.com/ClientID.'),
  defaultBoard: blankIsAbsent(z.string().trim().max(50)),
  codebase: blankIsAbsent(
    z
      .string()
      .trim()
      .regex(/^v[0-9a-z_]{1,30}\/?$/i, 'A codebase looks like "v4_6_release".'),
  ),
});
export type PsaSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  publicKey: z.string().trim().min(1).max(200),
  privateKey: z.string().trim().min(1).max(200),
});
export type PsaSecrets = z.output<typeof secretsSchema>;

const fields: AuthField[] = [
  {
    name: 'site',
    label: 'Site',
    help: 'The host you sign in to: na.myconnectwise.net, eu.myconnectwise.net, au.myconnectwise.net, or your own server.',
    secret: false,
    placeholder: 'na.myconnectwise.net',
  },
  {
    name: 'companyId',
    label: 'Company id',
    help: 'The "Company" typed on the ConnectWise sign-in page.',
    secret: false,
    placeholder: 'acme',
  },
  {
    name: 'clientId',
    label: 'Client id',
    help: 'A GUID made once at developer.connectwise.com/ClientID. ConnectWise refuses calls without one.',
    secret: false,
    placeholder: '00000000-0000-0000-0000-000000000000',
  },
  {
    name: 'publicKey',
    label: 'Public key',
    help: 'System > Members > API Members > your member > API Keys > new key.',
    secret: true,
  },
  {
    name: 'privateKey',
    label: 'Private key',
    help: 'Shown once, beside the public key, when the API key is made.',
    secret: true,
  },
  {
    name: 'defaultBoard',
    label: 'Default board',
    help: 'Name or number of the service board for tickets that name none. Empty: the default of ConnectWise.',
    secret: false,
  },
  {
    name: 'codebase',
    label: 'Codebase',
    help: 'Leave empty: it is looked up. Only for servers that do not tell it.',
    secret: false,
    placeholder: 'v4_6_release',
  },
];

export const auth: ConnectorAuth<PsaSettings, PsaSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};

/** The model version every request and answer is pinned to; ConnectWise keeps deprecated fields for about a year. */
export const pinnedAccept = 'application/vnd.connectwise.com+json; version=2025.1';

export function authHeaders(settings: PsaSettings, secrets: PsaSecrets): Record<string, string> {
  return {
    authorization: basicAuthorization(`${settings.companyId}+${secrets.publicKey}`, secrets.privateKey),
    clientId: settings.clientId,
    accept: pinnedAccept,
  };
}
