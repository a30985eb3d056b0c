// Who we are at Kaseya BMS: the form of the connect wizard and the shapes behind it.
import { z } from 'zod';
import type { AuthField, ConnectorAuth } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const recordNumber = z.preprocess(
  (value) => (value === undefined || value === '' ? null : value),
  z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,9}$/, 'This is the number of a record, as in "1".')
    .nullable(),
);

const settingsSchema = z.strictObject({
  /** origin of the API: "https://api.bms.kaseya.com" */
  host: vendorOriginSchema,
  /** the company name, letter by letter: case and spaces count */
  tenant: z.string().min(1).max(200),
  userName: z.string().min(1).max(200),
  ticketType: recordNumber,
  ticketSource: recordNumber,
  noteType: recordNumber,
});
export type BmsSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  password: z.string().min(1).max(500),
  /** ours: what BMS signs its webhooks with */
  webhookSecret: z.string().min(16).max(200),
});
export type BmsSecrets = z.output<typeof secretsSchema>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'API host',
    help: 'The address you sign in to with "api." in front: api.bms.kaseya.com, api.bmsemea.kaseya.com, api.bmsapac.kaseya.com or api.vorexlogin.com.',
    secret: false,
    placeholder: 'api.bms.kaseya.com',
  },
  {
    name: 'tenant',
    label: 'Company name',
    help: 'The "Company name" of the sign-in page, exactly as it is written there: capitals and spaces count.',
    secret: false,
  },
  {
    name: 'userName',
    label: 'User name',
    help: 'HR > Employees > New, employee type "API Employee": such a user signs in without a second factor, and its security role decides what MSPclaw may do.',
    secret: false,
  },
  { name: 'password', label: 'Password', help: 'The password of that API employee.', secret: true },
  {
    name: 'ticketType',
    label: 'Ticket type for new tickets',
    help: 'Its number; BMS wants one for every ticket. Testing the connection lists the numbers that are in use.',
    secret: false,
    placeholder: '1',
  },
  {
    name: 'ticketSource',
    label: 'Source for new tickets',
    help: 'Its number; BMS wants one for every ticket. Testing the connection lists the numbers that are in use.',
    secret: false,
    placeholder: '1',
  },
  {
    name: 'noteType',
    label: 'Type of notes',
    help: 'Its number; BMS wants one for every note. Leave empty to take that of your note templates, or of the last note of the ticket.',
    secret: false,
  },
  {
    name: 'webhookSecret',
    label: 'Webhook secret',
    help: 'Made here at random and given to BMS, which signs its webhooks with it (Admin > Integrations > Webhooks).',
    secret: true,
    isGenerated: true,
  },
];

export const auth: ConnectorAuth<BmsSettings, BmsSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
