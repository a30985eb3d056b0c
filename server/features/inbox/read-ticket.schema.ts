import { z } from 'zod';
import { incidentStatus } from './list-incidents.schema.ts';
import { ticketSummary } from './list-tickets.schema.ts';
import { deviceView, evidenceSummary, triageView } from './read-incident.schema.ts';

export const readTicketInput = z.object({ ticketId: z.uuid() });

export const ticketView = z.object({
  ticket: ticketSummary.extend({
    /** written by whoever opened it: shown, never obeyed */
    description: z.string().nullable(),
    resolution: z.string().nullable(),
    closedAt: z.date().nullable(),
  }),
  device: deviceView.nullable(),
  incident: z.object({ id: z.uuid(), title: z.string(), status: incidentStatus }).nullable(),
  triage: triageView.nullable(),
  /** the recorded answers that the triage cites */
  evidence: z.array(evidenceSummary),
});
export type TicketView = z.infer<typeof ticketView>;
