import { z } from 'zod';
import { mappingKind, mappingState, suggestion, vendorRef, vendorValue } from './mapping.schema.ts';

export const readMappingInput = z.object({ connectionId: z.uuid() });
export type ReadMappingInput = z.infer<typeof readMappingInput>;

/** One of our words on one board of the vendor, and what it is called there. Every word is listed, mapped or not. */
export const mappingRow = z.object({
  kind: mappingKind,
  /** "in-progress", "high", "Hardware / printing" */
  word: z.string(),
  /** the same for people: "In progress" */
  title: z.string(),
  /** null = on every board */
  board: vendorRef.nullable(),
  /** what is chosen; null when open */
  value: z.object({ id: z.string(), name: z.string() }).nullable(),
  state: mappingState,
  /** does the connection go by it? True for confirmed rows and for suggestions that are sure enough */
  isUsed: z.boolean(),
  /** missing: what is wrong, as a sentence ("It is called "Pending" now.") */
  problem: z.string().nullable(),
  /** what we would choose now, best first, at most three; also beside a chosen value */
  suggestions: z.array(suggestion),
  /** when the value was last seen at the vendor */
  checkedAt: z.date().nullable(),
});
export type MappingRow = z.infer<typeof mappingRow>;

export const mappingSection = z.object({
  kind: mappingKind,
  /** could the vendor's values be read? False: `why` says so in a sentence, and `values` is empty */
  isReadable: z.boolean(),
  why: z.string().nullable(),
  /** boards that have values of their own; empty when one list is for all */
  boards: z.array(vendorRef),
  values: z.array(vendorValue),
  rows: z.array(mappingRow),
  counts: z.object({ confirmed: z.number(), suggested: z.number(), missing: z.number(), open: z.number() }),
});
export type MappingSection = z.infer<typeof mappingSection>;

export const mappingView = z.object({
  connectionId: z.uuid(),
  /** status, priority, category, in this order */
  sections: z.array(mappingSection),
  /** when the vendor was asked; answers are kept for a minute */
  readAt: z.date(),
});
export type MappingView = z.infer<typeof mappingView>;
