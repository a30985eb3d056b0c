// Who we are at Hudu: one key of one instance.
import { z } from 'zod';
import type { ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const settingsSchema = z.strictObject({
  /** "https://msp.huducloud.com", or the MSP's own address */
  host: vendorOriginSchema,
});
export type HuduSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ apiKey: z.string().trim().min(10).max(500) });
export type HuduSecrets = z.output<typeof secretsSchema>;
export type HuduContext = ConnectorContext<HuduSettings, HuduSecrets>;

export const huduAuth: ConnectorAuth<HuduSettings, HuduSecrets> = {
  fields: [
    {
      name: 'host',
      label: 'Address of your Hudu',
      help: 'The host in your browser when you are signed in, also of a Hudu that you run yourself.',
      secret: false,
      placeholder: 'yourmsp.huducloud.com',
    },
    {
      name: 'apiKey',
      label: 'API key',
      help: 'Admin, Basic Information, API Keys. Leave access to passwords, destructive actions and exports off.',
      secret: true,
    },
  ],
  settings: settingsSchema,
  secrets: secretsSchema,
};
