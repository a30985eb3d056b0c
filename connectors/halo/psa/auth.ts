// Who we are at Halo: the form of the connect wizard and the shapes behind it.
import { z } from 'zod';
import type { AuthField, ConnectorAuth } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const blankIsAbsent = (longest: number) =>
  z.preprocess(
    (value) => (value === undefined || value === '' ? null : value),
    z.string().trim().max(longest).nullable(),
  );

const settingsSchema = z.strictObject({
  /** origin of the instance: "https://acme.halopsa.com" */
  site: vendorOriginSchema,
  clientId: z.string().trim().min(1).max(200),
  /** null = what the instance itself says */
  tenant: blankIsAbsent(100),
  scope: z.preprocess(
    (value) => (value === undefined || value === null || value === '' ? 'all' : value),
    z
      .string()
      .trim()
      .max(1_000)
      .regex(
        /^[\w:.-]+( [\w:.-]+)*$/,
        'Scopes are words with one space between them, as in "read:tickets edit:tickets".',
      ),
  ),
  /** a ticket type by number or name; null = the caller must name one */
  defaultTicketType: blankIsAbsent(100),
  /** a team by name; null = Halo's own default */
  defaultTeam: blankIsAbsent(100),
});
export type HaloSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  clientSecret: z.string().trim().min(1).max(500),
  /** ours: what Halo sends back as the password of its webhook */
  webhookPassword: z.string().min(16).max(200),
});
export type HaloSecrets = z.output<typeof secretsSchema>;

const fields: AuthField[] = [
  {
    name: 'site',
    label: 'Address',
    help: 'The address you sign in to, as in acme.halopsa.com, acme.haloitsm.com, or your own server.',
    secret: false,
    placeholder: 'acme.halopsa.com',
  },
  {
    name: 'clientId',
    label: 'Client ID',
    help: 'Configuration > Integrations > Halo API > View Applications > New, method "Client ID and Secret (Services)", login type Agent.',
    secret: false,
  },
  { name: 'clientSecret', label: 'Client secret', help: 'Shown once, when the application is saved.', secret: true },
  {
    name: 'tenant',
    label: 'Tenant',
    help: 'Leave empty: the instance tells it. Only when it does not: the name shown under Configuration > Integrations > Halo API.',
    secret: false,
  },
  {
    name: 'scope',
    label: 'Scopes',
    help: 'Leave empty for "all" (what the application itself allows still decides). Or the scopes ticked in the application, with spaces between them.',
    secret: false,
    placeholder: 'all',
  },
  {
    name: 'defaultTicketType',
    label: 'Ticket type for new tickets',
    help: 'Name or number, under Configuration > Tickets > Ticket Types. Used when a playbook names no board.',
    secret: false,
    placeholder: 'Incident',
  },
  {
    name: 'defaultTeam',
    label: 'Team for new tickets',
    help: 'Name of a team, under Configuration > Teams & Agents. Leave empty for the default of Halo.',
    secret: false,
  },
  {
    name: 'webhookPassword',
    label: 'Webhook password',
    help: 'Made here at random. Halo sends it back with every webhook (Basic Authentication), which proves that it is Halo.',
    secret: true,
    isGenerated: true,
  },
];

export const auth: ConnectorAuth<HaloSettings, HaloSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
