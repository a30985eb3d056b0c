// Who we are at Tactical RMM: one key, which may do whatever its user may.
import { z } from 'zod';
import type { AuthField, ConnectorAuth } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const settingsSchema = z.strictObject({
  /** origin of the API: "https://api.example.com" */
  host: vendorOriginSchema,
});
export type TacticalSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  apiKey: z.string().trim().min(8).max(300),
  /** ours: what Tactical sends back in a header of its webhooks */
  webhookSecret: z.string().min(16).max(200),
});
export type TacticalSecrets = z.output<typeof secretsSchema>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'API host',
    help: 'Of your own server: api.example.com where the console is rmm.example.com.',
    secret: false,
    placeholder: 'api.example.com',
  },
  {
    name: 'apiKey',
    label: 'API key',
    help: 'Settings > Global Settings > API Keys > Add. The key may do all that its user may, without a second factor: make a user of its own with a role of as little as possible.',
    secret: true,
  },
  {
    name: 'webhookSecret',
    label: 'Webhook secret',
    help: 'Made here at random. Tactical sends it back in a header of its webhooks (Settings > Global Settings > Web Hooks).',
    secret: true,
    isGenerated: true,
  },
];

export const auth: ConnectorAuth<TacticalSettings, TacticalSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
