import { z } from 'zod';
import { suggestion } from './mapping.schema.ts';

export const readPeopleMappingInput = z.object({ connectionId: z.uuid() });
export type ReadPeopleMappingInput = z.infer<typeof readPeopleMappingInput>;

const ourMember = z.object({ id: z.uuid(), name: z.string(), email: z.string() });

/** A technician as this connection knows them, and which member of the organisation that is. */
export const personMappingRow = z.object({
  engineerId: z.uuid(),
  externalId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  /** still listed by the vendor */
  isActive: z.boolean(),
  /** null = nobody was chosen */
  member: ourMember.nullable(),
  /** members that could be meant, best first, at most three; ids are of members */
  suggestions: z.array(suggestion),
});
export type PersonMappingRow = z.infer<typeof personMappingRow>;
export const peopleMapping = z.object({ people: z.array(personMappingRow), members: z.array(ourMember) });
export type PeopleMapping = z.infer<typeof peopleMapping>;

/** `memberId: null` = nobody of ours. */
export const savePeopleMappingInput = z.object({
  connectionId: z.uuid(),
  choices: z
    .array(z.object({ engineerId: z.uuid(), memberId: z.uuid().nullable() }))
    .min(1)
    .max(500),
});
export type SavePeopleMappingInput = z.infer<typeof savePeopleMappingInput>;
export const savePeopleMappingOutput = z.object({ saved: z.number() });
