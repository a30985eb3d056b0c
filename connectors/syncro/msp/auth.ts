// Who we are at Syncro: the form of the connect wizard. A token has single rights, may end on a date, and acts as a user of
// its own.
import { z } from 'zod';
import type { AuthField, ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';
import { scriptsSchema } from './configured-scripts.ts';

const settingsSchema = z.strictObject({
  /** "https://acme.syncromsp.com" */
  host: vendorOriginSchema,
  /** "restart-service=1234, free-disk-space=1235" */
  scripts: scriptsSchema.default(''),
});
export type SyncroSettings = z.output<typeof settingsSchema>;

const secretsSchema = z.strictObject({ apiToken: z.string().trim().min(8).max(1_000) });
export type SyncroSecrets = z.output<typeof secretsSchema>;
export type SyncroContext = ConnectorContext<SyncroSettings, SyncroSecrets>;

const fields: AuthField[] = [
  {
    name: 'host',
    label: 'Address of your Syncro',
    help: 'The host in your browser when you are signed in, as in acme.syncromsp.com.',
    secret: false,
    placeholder: 'acme.syncromsp.com',
  },
  {
    name: 'apiToken',
    label: 'API token',
    help: 'Admin, API Tokens, New Token, with the permissions named in the README. Note when it ends.',
    secret: true,
  },
  {
    name: 'scripts',
    label: 'Scripts',
    help: 'Syncro cannot be asked for its scripts. Our name = the number in the address of the script in Syncro, separated by commas.',
    secret: false,
    placeholder: 'restart-service=1234, free-disk-space=1235',
  },
];

export const syncroAuth: ConnectorAuth<SyncroSettings, SyncroSecrets> = {
  fields,
  settings: settingsSchema,
  secrets: secretsSchema,
};
