// ConnectWise PSA (Manage): tickets, notes, boards, statuses, members, clients; callbacks and a poll.
import { type ConnectionTest, defineConnector } from '#connectors/sdk/connector.ts';
import { auth, type PsaSecrets, type PsaSettings } from './auth.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listBoard } from './capabilities/list-board.ts';
import { listCategory } from './capabilities/list-category.ts';
import { listClient } from './capabilities/list-client.ts';
import { listContact } from './capabilities/list-contact.ts';
import { listDevice } from './capabilities/list-device.ts';
import { listMember } from './capabilities/list-member.ts';
import { listPriority } from './capabilities/list-priority.ts';
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
  systems: ['psa'],
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
    'ticket.time.add': addTicketTime,
    'priority.list': listPriority,
    'category.list': listCategory,
    'contact.list': listContact,
    'device.list': listDevice,
    'board.list': listBoard,
    'status.list': listStatus,
    'member.list': listMember,
    'client.list': listClient,
  },
  cannot: {},
  permissions: [
    {
      name: 'Service Desk > Service Tickets: inquire, add, edit',
      where: 'System > Security Roles > the role of the API member',
      neededFor: [
        'connection',
        'ticket.read',
        'ticket.search',
        'ticket.create',
        'ticket.update',
        'ticket.assign',
        'ticket.resolve',
        'ticket.note.list',
        'ticket.note.add',
      ],
    },
    {
      name: 'System > Table Setup: inquire (add, edit for callbacks)',
      where: 'the same role',
      neededFor: ['board.list', 'status.list', 'priority.list', 'category.list', 'webhook'],
    },
    { name: 'System > Member Maintenance: inquire', where: 'the same role', neededFor: ['member.list'] },
    { name: 'Companies > Company Maintenance: inquire', where: 'the same role', neededFor: ['client.list'] },
    { name: 'Companies > Contacts: inquire', where: 'the same role', neededFor: ['contact.list'] },
    { name: 'Companies > Configurations: inquire', where: 'the same role', neededFor: ['device.list'] },
    {
      name: 'Time & Expense > Time Entry: add, inquire',
      where: 'the same role',
      neededFor: ['ticket.time.add'],
    },
  ],
  triggers: { webhook: ticketChanged, polls: [pollTickets] },
  test: (context: PsaContext): Promise<ConnectionTest> => testConnection(context),
  ticketUrl,
});
