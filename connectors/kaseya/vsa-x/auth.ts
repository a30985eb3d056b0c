// Who we are at Kaseya VSA X: the form of the connect wizard. A token, sent with every request; it may have an end and be
// bound to addresses.
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

const settingsSchema = z.strictObject({
  /** origin of the server: "https://yourmsp.vsax.net" */
  host: vendorOriginSchema.refine(
    (origin) => !/^https:\/\/(api|www)\.vsax\.net$/.test(origin),
    'This is the page of the documentation. The address is the one you sign in at: https://<your name>.vsax.net',
  ),
  tokenId: tokenIdSchema,
});

export const auth: ConnectorAuth<RestV3Settings, RestV3Secrets> = {
  fields: [
    {
      name: 'host',
      label: 'Server',
      help: 'The address you sign in at, as in yourmsp.vsax.net; or that of your own server. VSA 9 is another product with another API.',
      secret: false,
      placeholder: 'yourmsp.vsax.net',
    },
    ...tokenFields('VSA X', 'Administration, Configuration, API Access'),
  ],
  settings: settingsSchema,
  secrets: secretsSchema,
};
