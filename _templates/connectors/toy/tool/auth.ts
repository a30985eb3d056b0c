// Who we are at Toy Tool: the form of the connect wizard and the shapes behind it.
import { z } from 'zod';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const settingsSchema = z.strictObject({
  /** origin of the instance: "https://acme.toytool.example" */
  host: vendorOriginSchema,
});
export type ToyToolSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({
  apiKey: z.string().trim().min(16).max(200),
  webhookSecret: z.string().trim().min(24).max(200),
});
export type ToyToolSecrets = z.output<typeof secretsSchema>;
export type ToyToolContext = ConnectorContext<ToyToolSettings, ToyToolSecrets>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'Address of your Toy Tool',
    help: 'The host in your browser when you are signed in.',
    secret: false,
    placeholder: 'acme.toytool.example',
  },
  { name: 'apiKey', label: 'API key', help: 'Settings > API > New key. Shown once.', secret: true },
  {
    name: 'webhookSecret',
    label: 'Webhook secret',
    help: 'Sent back by Toy Tool in a header with every webhook. Leave empty: one is made.',
    secret: true,
    isGenerated: true,
  },
];

export const toyToolAuth: ConnectorAuth<ToyToolSettings, ToyToolSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
