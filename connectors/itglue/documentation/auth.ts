// Who we are at IT Glue: one key per account, in one of three regions.
import { z } from 'zod';
import type { ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { isLoopbackHost, vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const hosts = ['https://api.itglue.com', 'https://api.eu.itglue.com', 'https://api.au.itglue.com'];

const settingsSchema = z.strictObject({
  /** "https://api.eu.itglue.com" */
  host: vendorOriginSchema.refine((origin) => hosts.includes(origin) || isLoopbackHost(new URL(origin).hostname), {
    message: `The address of IT Glue's API is one of ${hosts.join(', ')}.`,
  }),
});
export type ItGlueSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ apiKey: z.string().trim().min(10).max(500) });
export type ItGlueSecrets = z.output<typeof secretsSchema>;
export type ItGlueContext = ConnectorContext<ItGlueSettings, ItGlueSecrets>;

export const itGlueAuth: ConnectorAuth<ItGlueSettings, ItGlueSecrets> = {
  fields: [
    {
      name: 'host',
      label: 'Address of the API',
      help: 'api.itglue.com, api.eu.itglue.com or api.au.itglue.com: by the region in your browser when you are signed in.',
      secret: false,
      placeholder: 'api.itglue.com',
    },
    {
      name: 'apiKey',
      label: 'API key',
      help: 'Account, Settings, API Keys. Leave "Password Access" off: MSPclaw never reads passwords. Unused keys end after 90 days.',
      secret: true,
      placeholder: 'ITG.…',
    },
  ],
  settings: settingsSchema,
  secrets: secretsSchema,
};
