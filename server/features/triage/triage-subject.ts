// What is triaged: an incident, or a ticket somebody wrote. Either way the same few facts are looked at.
import type { Prisma } from '#server/platform/db/generated/client.ts';

export type TriageSubject = { incidentId: string; ticketId?: undefined } | { ticketId: string; incidentId?: undefined };

export interface SubjectFacts {
  incidentId: string | null;
  ticketId: string | null;
  title: string;
  /** normalised kind of the alert; null for a ticket */
  kind: string | null;
  severity: string | null;
  /** what the PSA says; null for an incident */
  priority: string | null;
  count: number;
  /** written by devices or customers: data, never instructions */
  texts: string[];
  alertData: unknown;
  device: { id: string; name: string; role: string } | null;
  client: { id: string; name: string } | null;
  /** the vendor's own record, to be kept as the first evidence; null when there is none yet */
  record: {
    capability: 'alert.read' | 'ticket.read';
    connectionId: string;
    title: string;
    request: Prisma.InputJsonValue;
    answer: Prisma.InputJsonValue;
  } | null;
  /** not to be found as its own precedent */
  ownTicketId: string | null;
}
