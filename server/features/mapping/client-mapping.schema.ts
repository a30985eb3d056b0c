import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';
import { suggestion } from './mapping.schema.ts';

export const readClientMappingInput = pageInput.extend({
  connectionId: z.uuid(),
  /** part of a name, the vendor's or ours */
  text: z.string().max(100).optional(),
  /** `doubtful`: not chosen by a person, and another client of ours fits the name better or as well */
  show: z.enum(['all', 'chosen', 'automatic', 'doubtful']).default('all'),
});
export type ReadClientMappingInput = z.infer<typeof readClientMappingInput>;

const ourClient = z.object({ id: z.uuid(), name: z.string() });

/** A client as this connection knows it, and which client of ours that is. */
export const clientMappingRow = z.object({
  identityId: z.uuid(),
  /** the vendor's id and name */
  externalId: z.string(),
  name: z.string(),
  client: ourClient,
  /** a person chose it: no sync changes it */
  isPinned: z.boolean(),
  /** other clients of ours that could be meant, best first, at most three; ids are ours */
  suggestions: z.array(suggestion),
  /** the other connections that know the client of ours this row leads to */
  alsoKnownTo: z.array(z.object({ connectionId: z.uuid(), connectionName: z.string(), name: z.string() })),
});
export type ClientMappingRow = z.infer<typeof clientMappingRow>;
export const clientMappingPage = pageOf(clientMappingRow);
export type ClientMappingPage = z.infer<typeof clientMappingPage>;

/** For a box to choose from: clients of ours by part of their name. */
export const listClientChoicesInput = z.object({ text: z.string().max(100).default('') });
export type ListClientChoicesInput = z.infer<typeof listClientChoicesInput>;
export const clientChoices = z.array(ourClient);

/** Either `clientId` (one of ours) or `newClient` (the name of a client to be made), not both. Pins the row. */
export const saveClientMappingInput = z.object({
  connectionId: z.uuid(),
  choices: z
    .array(
      z
        .object({
          identityId: z.uuid(),
          clientId: z.uuid().nullish(),
          newClient: z.string().trim().min(1).max(200).nullish(),
        })
        .refine(({ clientId, newClient }) => (clientId == null) !== (newClient == null), {
          message: 'Choose a client or name a new one.',
        }),
    )
    .min(1)
    .max(200),
});
export type SaveClientMappingInput = z.infer<typeof saveClientMappingInput>;
export const saveClientMappingOutput = z.object({ saved: z.number() });
