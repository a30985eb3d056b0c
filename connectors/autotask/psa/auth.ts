// Who we are at Autotask: the form of the connect wizard. Three headers on every call; nothing expires.
import { z } from 'zod';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const wholeNumber = z
  .string()
  .trim()
  .regex(/^(0|[1-9]\d{0,17})$/, 'This is a whole number.');
const emptyIsNull = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable());

const settingsSchema = z.strictObject({
  /** e-mail address of the API user */
  userName: z.string().trim().min(3).max(200),
  /** any zone answers where the database is; the zone itself is never typed in, because customers are moved */
  discoveryHost: z.preprocess(
    (value) => (value === '' || value === undefined || value === null ? 'https://webservices2.autotask.net' : value),
    vendorOriginSchema,
  ),
  /** queue of new tickets that name none */
  defaultQueue: emptyIsNull(wholeNumber),
  /** resource that automation's time is booked on */
  timeResource: emptyIsNull(wholeNumber),
});
export type AutotaskSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  integrationCode: z.string().trim().min(1).max(200),
  secret: z.string().trim().min(1).max(500),
  /** Autotask signs its webhooks with it */
  webhookSecret: z.string().trim().min(16).max(200),
});
export type AutotaskSecrets = z.output<typeof secretsSchema>;
export type AutotaskContext = ConnectorContext<AutotaskSettings, AutotaskSecrets>;

const fields: AuthField[] = [
  {
    name: 'userName',
    label: 'API user',
    help: 'Admin, Resources (Users), an API-only user: its user name, which looks like an e-mail address.',
    secret: false,
    placeholder: 'abcd1234@yourmsp.com',
  },
  { name: 'secret', label: 'Secret', help: "The API user's password, shown when its key is generated.", secret: true },
  {
    name: 'integrationCode',
    label: 'Tracking identifier',
    help: 'On the same page under API Tracking Identifier: of the integration vendor, or "Custom (Internal Integration)".',
    secret: true,
  },
  {
    name: 'discoveryHost',
    label: 'Address for finding your zone',
    help: 'Leave as it is: any Autotask host tells which zone your database is in, and it is asked again when you are moved.',
    secret: false,
    placeholder: 'webservices2.autotask.net',
  },
  {
    name: 'defaultQueue',
    label: 'Queue for new tickets',
    help: 'Number of a queue, from the list that the connection test shows; needed where your Autotask has no default queue.',
    secret: false,
  },
  {
    name: 'timeResource',
    label: 'Resource that time is booked on',
    help: 'Number of a resource with a service desk role. Only needed to add time; API users may not be able to own time.',
    secret: false,
  },
  {
    name: 'webhookSecret',
    label: 'Webhook secret',
    help: 'Autotask signs its webhooks with this value. Left empty, a random one is made and registered.',
    secret: true,
    isGenerated: true,
  },
];

export const auth: ConnectorAuth<AutotaskSettings, AutotaskSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
