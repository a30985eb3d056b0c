// Who we are at Pulseway: the form of the connect wizard. A token, sent with every request; nothing expires by itself.
import { z } from 'zod';
import { tokenFields } from '#connectors/families/rest-v3/auth-fields.ts';
import {
  type RestV3Secrets,
  type RestV3Settings,
  secretsSchema,
  tokenIdSchema,
} from '#connectors/families/rest-v3/vendor.ts';
import type { ConnectorAuth } from '#connectors/sdk/connector.ts';
import { vendorOriginSchema } from '#connectors/sdk/http/vendor-origin.ts';

export const saasHost = 'https://api.pulseway.com';

const settingsSchema = z.strictObject({
  /** origin of the server: "https://api.pulseway.com", or that of an Enterprise Server */
  host: z
    .preprocess(
      (value) => (value === '' || value === undefined || value === null ? saasHost : value),
      vendorOriginSchema,
    )
    // the address in the browser is another one
    .transform((origin) => (/^https:\/\/(my|www)\.pulseway\.com$/.test(origin) ? saasHost : origin)),
  tokenId: tokenIdSchema,
});

/** Enterprise Servers have the API below /api. */
export const baseOf = ({ host }: RestV3Settings): string => (host === saasHost ? `${host}/v3` : `${host}/api/v3`);

export const auth: ConnectorAuth<RestV3Settings, RestV3Secrets> = {
  fields: [
    {
      name: 'host',
      label: 'Server',
      help: 'api.pulseway.com; or the address of your own Pulseway Enterprise Server.',
      secret: false,
      placeholder: 'api.pulseway.com',
    },
    ...tokenFields('Pulseway', 'Administration, Configuration, API Access'),
  ],
  settings: settingsSchema,
  secrets: secretsSchema,
};
