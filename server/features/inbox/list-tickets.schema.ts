import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';

export const ticketSummary = z.object({
  id: z.uuid(),
  externalId: z.string(),
  title: z.string(),
  status: z.string(),
  isClosed: z.boolean(),
  priority: z.string().nullable(),
  category: z.string().nullable(),
  assignee: z.string().nullable(),
  url: z.string().nullable(),
  connector: z.string(),
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  incidentId: z.uuid().nullable(),
  openedAt: z.date().nullable(),
  syncedAt: z.date(),
});
export type TicketSummary = z.infer<typeof ticketSummary>;

export const listTicketsInput = pageInput.extend({
  view: z.enum(['active', 'all']).default('active'),
  clientId: z.uuid().optional(),
  q: z.string().trim().max(120).optional(),
});
export type ListTicketsInput = z.infer<typeof listTicketsInput>;
export const listTicketsOutput = pageOf(ticketSummary);
