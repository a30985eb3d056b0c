import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import {
  countIncidentsOutput,
  incidentFilter,
  listIncidentsInput,
  listIncidentsOutput,
} from './list-incidents.schema.ts';
import { countIncidents, type InboxDeps, listIncidents } from './list-incidents.ts';
import { listTicketsInput, listTicketsOutput } from './list-tickets.schema.ts';
import { listTickets } from './list-tickets.ts';
import { evidenceView, readEvidenceInput } from './read-evidence.schema.ts';
import { readEvidence } from './read-evidence.ts';
import { incidentView, readIncidentInput } from './read-incident.schema.ts';
import { readIncident } from './read-incident.ts';
import { readTicketInput, ticketView } from './read-ticket.schema.ts';
import { readTicket } from './read-ticket.ts';

export const makeInboxRouter = (deps: InboxDeps) =>
  router({
    incidents: permissionedProcedure('inbox.read')
      .input(listIncidentsInput)
      .output(listIncidentsOutput)
      .query(({ ctx, input }) => listIncidents(ctx.tenant, input, deps)),
    facets: permissionedProcedure('inbox.read')
      .input(incidentFilter)
      .output(countIncidentsOutput)
      .query(({ ctx, input }) => countIncidents(ctx.tenant, input, deps)),
    tickets: permissionedProcedure('inbox.read')
      .input(listTicketsInput)
      .output(listTicketsOutput)
      .query(({ ctx, input }) => listTickets(ctx.tenant, input, deps)),
    incident: permissionedProcedure('inbox.read')
      .input(readIncidentInput)
      .output(incidentView)
      .query(({ ctx, input }) => readIncident(ctx.tenant, input, deps)),
    ticket: permissionedProcedure('inbox.read')
      .input(readTicketInput)
      .output(ticketView)
      .query(({ ctx, input }) => readTicket(ctx.tenant, input, deps)),
    evidence: permissionedProcedure('inbox.read')
      .input(readEvidenceInput)
      .output(evidenceView)
      .query(({ ctx, input }) => readEvidence(ctx.tenant, input, deps)),
  });
