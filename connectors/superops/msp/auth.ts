// Who we are at SuperOps: the form of the connect wizard. The token is one user's, with that user's role, and does not
// change; making a new one in SuperOps ends the old one.
import { z } from 'zod';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const settingsSchema = z.strictObject({
  /** origin of the region: "https://api.superops.ai" */
  host: vendorOriginSchema,
  edition: z.enum(['msp', 'it']).default('msp'),
  subdomain: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,99}$/, 'Only the name, as in "acme" of acme.superops.ai.'),
  /** given when a ticket is closed, where the tenant demands one */
  resolutionCode: z.string().trim().max(200).nullish(),
});
export type SuperopsSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ apiToken: z.string().trim().min(8).max(4_000) });
export type SuperopsSecrets = z.output<typeof secretsSchema>;
export type SuperopsContext = ConnectorContext<SuperopsSettings, SuperopsSecrets>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'Region',
    help: 'Where your SuperOps lives: api.superops.ai (United States) or euapi.superops.ai (European Union).',
    secret: false,
    placeholder: 'api.superops.ai',
  },
  {
    name: 'edition',
    label: 'Edition',
    help: 'SuperOps for managed service providers, or its edition for IT teams of one company.',
    secret: false,
    options: [
      { value: 'msp', label: 'MSP' },
      { value: 'it', label: 'IT teams' },
    ],
  },
  {
    name: 'subdomain',
    label: 'Subdomain',
    help: 'Settings, My company, Branding: the name in front of your SuperOps address.',
    secret: false,
    placeholder: 'acme',
  },
  {
    name: 'apiToken',
    label: 'API token',
    help: 'Settings, My profile, API token. One per user: making a new one ends this one. Use a user of its own.',
    secret: true,
  },
  {
    name: 'resolutionCode',
    label: 'Resolution code',
    help: 'Only if your SuperOps demands one for closing: its name from Settings, Ticket fields. Else leave it empty.',
    secret: false,
  },
];

export const superopsAuth: ConnectorAuth<SuperopsSettings, SuperopsSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
