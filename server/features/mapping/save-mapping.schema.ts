import { z } from 'zod';
import { mappingKind, vendorId, wordText } from './mapping.schema.ts';

/** `valueId: null` takes the choice back: the word is open again. Rows that are not named stay as they are. */
export const saveMappingInput = z.object({
  connectionId: z.uuid(),
  rows: z
    .array(
      z.object({
        kind: mappingKind,
        word: wordText,
        /** the vendor's id of the board; null = on every board */
        board: vendorId.nullable(),
        valueId: vendorId.nullable(),
      }),
    )
    .min(1)
    .max(500),
});
export type SaveMappingInput = z.infer<typeof saveMappingInput>;
export const saveMappingOutput = z.object({ confirmed: z.number(), removed: z.number() });

/** Looks again for words nobody chose a value for. Never touches what a person chose. */
export const suggestMappingInput = z.object({ connectionId: z.uuid() });
export type SuggestMappingInput = z.infer<typeof suggestMappingInput>;
export const suggestMappingOutput = z.object({ suggested: z.number(), open: z.number() });

/** Asks the vendor whether every chosen value is still there under its name. */
export const checkMappingInput = z.object({ connectionId: z.uuid() });
export type CheckMappingInput = z.infer<typeof checkMappingInput>;
export const checkMappingOutput = z.object({
  checked: z.number(),
  /** rows that turned to missing just now */
  missing: z.number(),
  /** rows that were missing and are back */
  found: z.number(),
});
export type CheckMappingOutput = z.infer<typeof checkMappingOutput>;
