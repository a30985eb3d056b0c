// ConnectWise PSA (Manage): tickets, notes, boards, statuses, members, clients; callbacks and a poll.
import { type ConnectionTest, defineConnector } from '#connectors/sdk/connector.ts';
import { auth, type PsaSecrets, type PsaSettings } from './auth.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listBoard } from './capabilities/list-board.ts';
import { listClient } from './capabilities/list-client.ts';
import { listMember } from './capabilities/list-member.ts';
import { listStatus } from './capabilities/list-status.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import type { PsaContext } from './client.ts';
import { testConnection } from './test-connection.ts';
import { ticketUrl } from './ticket-url.ts';
import { pollTickets } from './triggers/poll-tickets.ts';
import { ticketChanged } from './triggers/ticket-changed.ts';

export const connectwisePsa = defineConnector<PsaSettings, PsaSecrets>({
  id: 'connectwise/psa',
  name: 'ConnectWise PSA',
  vendor: 'ConnectWise',
  system: 'psa',
  summary: 'Tickets, notes, boards and clients of ConnectWise PSA (Manage), cloud or on-premises.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our sandbox of the documented API (model 2025.1) over HTTP; not yet against a ConnectWise server.',
  },
  auth,
  // throttling is reported from about 1,000 requests a minute on; no figure is published and no quota header sent
  limits: {
    requestsPerMinute: 300,
    burst: 30,
    concurrency: 5,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 10_000,
  },
  capabilities: {
    'ticket.read': readTicket,
    'ticket.search': searchTicket,
    'ticket.create': createTicket,
    'ticket.update': updateTicket,
    'ticket.note.list': listTicketNote,
    'ticket.note.add': addTicketNote,
    'ticket.assign': assignTicket,
    'ticket.resolve': resolveTicket,
    'board.list': listBoard,
    'status.list': listStatus,
    'member.list': listMember,
    'client.list': listClient,
  },
  triggers: { webhook: ticketChanged, polls: [pollTickets] },
  test: (context: PsaContext): Promise<ConnectionTest> => testConnection(context),
  ticketUrl,
});
