// Who we are at a ScreenConnect instance: one secret of an extension, which stands for every method on every session.
import { z } from 'zod';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const settingsSchema = z.strictObject({
  /** origin of the instance: "https://msp.screenconnect.com" */
  instance: vendorOriginSchema,
  /** what the extension's setting RESTfulAllowedOrigin says, when it says something */
  allowedOrigin: z
    .string()
    .trim()
    .max(300)
    .regex(/^[\x21-\x7e]*$/, 'This is not an origin.')
    .nullish(),
  /** which of the eight custom properties names the company */
  companyProperty: z.coerce.number().int().min(1).max(8).default(1),
});
export type ScreenConnectSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ secret: z.string().trim().min(8).max(500) });
export type ScreenConnectSecrets = z.output<typeof secretsSchema>;
export type ScreenConnectContext = ConnectorContext<ScreenConnectSettings, ScreenConnectSecrets>;

const fields: AuthField[] = [
  {
    name: 'instance',
    label: 'Address of your ScreenConnect',
    help: 'The host in your browser when you are signed in to ScreenConnect.',
    secret: false,
    placeholder: 'msp.screenconnect.com',
  },
  {
    name: 'secret',
    label: 'Secret of the RESTful API Manager',
    help: 'Administration, Extensions, RESTful API Manager, settings: RESTfulAuthenticationSecret. It commands every machine.',
    secret: true,
  },
  {
    name: 'allowedOrigin',
    label: 'Allowed origin',
    help: 'The same settings: RESTfulAllowedOrigin. Leave it empty when it is empty there.',
    secret: false,
  },
  {
    name: 'companyProperty',
    label: 'Custom property with the company',
    help: 'Number of the custom property that names the company; 1 ("Company") unless your instance was changed.',
    secret: false,
    placeholder: '1',
  },
];

export const screenConnectAuth: ConnectorAuth<ScreenConnectSettings, ScreenConnectSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
