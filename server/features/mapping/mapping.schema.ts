// Our words and what a vendor calls them, per connection. A row says: this word, on this board, is that value.
import { z } from 'zod';

// where a ticket stands, in the order it goes through them
export { ticketStages } from '#server/platform/tickets/ticket-stage.ts';

export const mappingKinds = ['status', 'priority', 'category'] as const;
export const mappingKind = z.enum(mappingKinds);
export type MappingKind = z.infer<typeof mappingKind>;

/** The most urgent first. */
export const priorityWords = ['critical', 'high', 'medium', 'low'] as const;

export const wordText = z.string().min(1).max(80);
export const vendorId = z.string().min(1).max(200);

/** `board: null` = on every board. */
export const vendorRef = z.object({ id: z.string(), name: z.string().nullable() });

/** One value as the vendor has it now. */
export const vendorValue = z.object({
  id: z.string(),
  name: z.string(),
  board: vendorRef.nullable(),
  /** statuses only: a ticket with it is done */
  isClosed: z.boolean().nullable(),
  /** what the vendor gives a new ticket */
  isDefault: z.boolean().nullable(),
  /** priorities only: 0 is the most urgent */
  rank: z.number().nullable(),
});
export type VendorValue = z.infer<typeof vendorValue>;

/**
 * - `confirmed`: a person chose it; used.
 * - `suggested`: found by us; used when `isUsed`.
 * - `missing`: what was chosen is not at the vendor any more, or is called something else now; not used while it is gone.
 * - `open`: nothing is chosen, and nothing fits well enough to be kept.
 */
export const mappingState = z.enum(['confirmed', 'suggested', 'missing', 'open']);
export type MappingState = z.infer<typeof mappingState>;

export const suggestion = z.object({
  id: z.string(),
  name: z.string(),
  /** a sentence: why this one */
  reason: z.string(),
  /** 0 to 1 */
  confidence: z.number().min(0).max(1),
});
export type Suggestion = z.infer<typeof suggestion>;
