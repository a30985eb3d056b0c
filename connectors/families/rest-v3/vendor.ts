// REST v3: one API that Pulseway and Kaseya VSA X both speak. What differs between products is said here; the rest of this
// folder is made for whichever product it is given.
import { z } from 'zod';
import type { ConnectorContext } from '#connectors/sdk/connector.ts';

export interface RestV3Vendor {
  /** as people call it: "Pulseway" */
  name: string;
  /** address of the API without a trailing slash: "https://api.pulseway.com/v3" */
  base(settings: RestV3Settings): string;
  environmentPath: '/environment' | '/environment/';
  /** our sentence for a token that was refused: what may be wrong with it, and where to look */
  wrongToken: string;
  /** the same for a token that may not do what was asked */
  missingRight: string;
}

export interface RestV3Settings {
  /** origin of the server */
  host: string;
  tokenId: string;
}

const emptyIsNull = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable());

export const secretsSchema = z.strictObject({
  tokenSecret: z.string().trim().min(1).max(500),
  /** made by the vendor with the webhook and shown once; null until there is one */
  webhookSecret: emptyIsNull(z.string().trim().min(16).max(500)),
});
export type RestV3Secrets = z.output<typeof secretsSchema>;
export type RestV3Context = ConnectorContext<RestV3Settings, RestV3Secrets>;

export const tokenIdSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // ends the user name in Basic
  .regex(/^[^:\s]+$/, 'A token id has no spaces and no colon.');
