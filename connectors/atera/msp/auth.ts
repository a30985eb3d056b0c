// Who we are at Atera: the form of the connect wizard. Since June 2026 there are named tokens (JWT) beside the old key of the
// whole account; which one it is, its length tells.
import { z } from 'zod';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

const settingsSchema = z.strictObject({
  host: vendorOriginSchema.default('https://app.atera.com'),
  /** of the technician in whose name notes and times are written */
  technicianEmail: z.email().max(320),
});
export type AteraSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ apiToken: z.string().trim().min(16).max(8_000) });
export type AteraSecrets = z.output<typeof secretsSchema>;
export type AteraContext = ConnectorContext<AteraSettings, AteraSecrets>;

const fields: AuthField[] = [
  {
    name: 'apiToken',
    label: 'API token',
    help: 'Admin, API. A named token with an end (the new kind), or the key of the account (the old kind): both work.',
    secret: true,
  },
  {
    name: 'technicianEmail',
    label: 'Technician',
    help: 'Atera wants a technician for every note. Make one for MSPclaw and enter the e-mail address of that user.',
    secret: false,
    placeholder: 'mspclaw@your-company.example',
  },
  {
    name: 'host',
    label: 'Address',
    help: 'Atera has one address for everybody: leave it as it is.',
    secret: false,
    placeholder: 'app.atera.com',
  },
];

export const ateraAuth: ConnectorAuth<AteraSettings, AteraSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};

/** old keys are short, tokens are not */
const longestKey = 100;

export const credentials = (apiToken: string): Record<string, string> =>
  apiToken.length > longestKey ? { authorization: `Bearer ${apiToken}` } : { 'X-API-KEY': apiToken };
