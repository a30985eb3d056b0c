// Tickets, comments and work hours. A public comment of a technician mails the requester, always.
import { z } from 'zod';
import type { Priority } from '#connectors/sdk/nouns.ts';
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json, WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { bare, listAnswer, problem, result } from './atera-answers.ts';
import type { AteraSandboxState } from './atera-state.ts';

type Context = SandboxContext<AteraSandboxState>;
type Route = SandboxRoute<AteraSandboxState>;
const by = 'mspclaw';

/** by the place in the world's list; two of them are the account's own */
const statusNames = ['Open', 'In Progress', 'Pending', 'Escalated', 'Resolved', 'Closed'];
const priorityNames = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } as const;
const types = ['Incident', 'Problem', 'Request', 'Change'];

export const time = ({ state }: Context, atMs: number): string => {
  const text = new Date(atMs).toISOString();
  return state.quirks.timesHaveZone ? text : text.replace('Z', '');
};

export const notesOf = ({ world }: Context, ticket: WorldTicket): WorldNote[] =>
  world.state.notes.filter((note) => note.ticketId === ticket.id);

export function ticketRow(context: Context, ticket: WorldTicket): Record<string, Json> {
  const { world, state } = context;
  const client = world.state.clients.find((entry) => entry.id === ticket.clientId);
  const contact = world.state.contacts.find((entry) => entry.id === ticket.contactId);
  const owner = world.state.people.find((entry) => entry.id === ticket.ownerId);
  const first = notesOf(context, ticket).find((note) => note.visibility === 'public');
  const cut = state.quirks.cutsFirstComment ?? Number.POSITIVE_INFINITY;
  return {
    TicketID: ticket.id,
    TicketTitle: ticket.title,
    TicketNumber: String(ticket.id - 4_000),
    TicketPriority: priorityNames[ticket.priority],
    TicketImpact: 'Minor',
    TicketStatus: statusNames[(ticket.statusId % 100) - 1] ?? 'Open',
    TicketSource: 'Email',
    TicketType: types.includes(ticket.category ?? '') ? ticket.category : 'Incident',
    EndUserID: contact?.id ?? null,
    EndUserEmail: contact?.email ?? null,
    EndUserFirstName: contact?.name.split(' ')[0] ?? null,
    EndUserLastName: contact?.name.split(' ')[1] ?? null,
    TicketCreatedDate: time(context, ticket.createdAtMs),
    TicketResolvedDate: ticket.closedAtMs === null ? null : time(context, ticket.closedAtMs),
    FirstComment: first?.text.slice(0, cut) ?? null,
    CustomerID: ticket.clientId,
    CustomerName: client?.name ?? null,
    TechnicianContactID: owner?.id ?? null,
    TechnicianFullName: owner?.name ?? null,
    TechnicianEmail: owner?.email ?? null,
    // counts on while somebody works: any visible difference is a change
    TotalDurationMinutes: ticket.version,
  };
}

function commentRow(context: Context, note: WorldNote): Record<string, Json> {
  const { world, state } = context;
  const author = world.state.people.find((person) => person.id === note.authorId);
  const contact = world.state.contacts.find((entry) => entry.id === note.contactId);
  const name = (author ?? contact)?.name ?? 'MSPclaw Service';
  const html = `<p>${note.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br />')}</p>`;
  return {
    Date: time(context, note.createdAtMs),
    Comment: state.quirks.hasOnlyHtml ? null : note.text,
    CommentHtml: html,
    EndUserID: contact?.id ?? null,
    TechnicianContactID: author?.id ?? null,
    Email: (author ?? contact)?.email ?? state.technicianEmail,
    FirstName: name.split(' ')[0] ?? null,
    LastName: name.split(' ')[1] ?? null,
    IsInternal: note.visibility === 'internal',
  };
}

const fieldsShape = z.object({
  TicketTitle: z.string().min(1).optional(),
  TicketStatus: z.string().optional(),
  TicketPriority: z.enum(['Low', 'Medium', 'High', 'Critical']).optional(),
  TicketType: z.enum(['Incident', 'Problem', 'Request', 'Change']).optional(),
  TechnicianContactID: z.number().optional(),
  TechnicianEmail: z.string().optional(),
});
const createShape = fieldsShape.extend({
  TicketTitle: z.string().min(1),
  Description: z.string().optional(),
  EndUserID: z.number(),
});
const commentShape = z.object({
  CommentText: z.string().min(1),
  TechnicianCommentDetails: z.object({ TechnicianEmail: z.string(), IsInternal: z.boolean().default(false) }),
});
const hoursShape = z.object({
  StartWorkHour: z.string(),
  EndWorkHour: z.string(),
  Description: z.string().nullish(),
});

function changesOf(
  fields: z.output<typeof fieldsShape>,
  { world }: Context,
  boardId: number,
): Partial<WorldTicket> | null {
  const change: Partial<WorldTicket> = {};
  if (fields.TicketTitle) change.title = fields.TicketTitle;
  if (fields.TicketType) change.category = fields.TicketType;
  if (fields.TicketPriority) change.priority = fields.TicketPriority.toLowerCase() as Priority;
  if (fields.TicketStatus !== undefined) {
    const at = statusNames.indexOf(fields.TicketStatus);
    if (at < 0) return null;
    change.statusId = boardId * 100 + at + 1;
  }
  if (fields.TechnicianContactID !== undefined || fields.TechnicianEmail !== undefined) {
    const technician = world.state.people.find(
      ({ id, email }) => id === fields.TechnicianContactID || email === fields.TechnicianEmail,
    );
    if (!technician) return null;
    change.ownerId = technician.id;
  }
  return change;
}

const one =
  (
    handle: (ticket: WorldTicket, context: Context, request: Parameters<Route['handle']>[0]) => SandboxAnswer,
    missing: SandboxAnswer = problem(404, 'Not Found'),
  ): Route['handle'] =>
  (request, context) => {
    const ticket = context.world.state.tickets.find((entry) => String(entry.id) === request.params.id);
    return ticket ? handle(ticket, context, request) : missing;
  };

const update = one((ticket, context, request) => {
  const fields = fieldsShape.safeParse(request.json()).data;
  const change = fields && changesOf(fields, context, ticket.boardId);
  if (!change) return bare(400);
  context.world.updateTicket(ticket, change, by);
  return result(ticket.id);
}, bare(400));

const emptyList = {
  items: [],
  page: 1,
  itemsInPage: 20,
  totalItemCount: 0,
  totalPages: 0,
  prevLink: null,
  nextLink: null,
};

export const ticketRoutes: Route[] = [
  {
    method: 'GET',
    path: '/api/v3/tickets',
    handle: (request, context) => {
      const wanted = request.query.get('customerId');
      const rows = context.world.state.tickets.filter((ticket) => !wanted || String(ticket.clientId) === wanted);
      return listAnswer(rows.map((ticket) => ticketRow(context, ticket)).reverse(), request);
    },
  },
  {
    method: 'GET',
    path: '/api/v3/tickets/lastmodified',
    handle: (request, context) => {
      const fromMs = Date.parse(request.query.get('date') ?? '') || 0;
      const rows = context.world.state.tickets.filter((ticket) => ticket.updatedAtMs >= fromMs);
      return listAnswer(rows.map((ticket) => ticketRow(context, ticket)).reverse(), request);
    },
  },
  {
    method: 'POST',
    path: '/api/v3/tickets',
    handle: (request, context) => {
      const draft = createShape.safeParse(request.json()).data;
      const contact = context.world.state.contacts.find((entry) => entry.id === draft?.EndUserID);
      const change = draft && changesOf(draft, context, 1);
      if (!draft || !contact || !change) return bare(400);
      const given = { ...change, title: draft.TicketTitle, clientId: contact.clientId, contactId: contact.id };
      const ticket = context.world.addTicket(given, by);
      if (draft.Description) {
        context.world.addNote(ticket, { visibility: 'public', text: draft.Description, contactId: contact.id }, by);
      }
      return result(ticket.id, 201);
    },
  },
  {
    method: 'GET',
    path: '/api/v3/tickets/:id',
    handle: one((ticket, context) => ({ status: 200, json: ticketRow(context, ticket) })),
  },
  { method: 'PUT', path: '/api/v3/tickets/:id', handle: update },
  { method: 'POST', path: '/api/v3/tickets/:id', handle: update },
  {
    method: 'GET',
    path: '/api/v3/tickets/:id/comments',
    // an unknown ticket has no comments, and that is all that is said
    handle: one(
      (ticket, context, request) =>
        listAnswer(
          notesOf(context, ticket).map((note) => commentRow(context, note)),
          request,
        ),
      { status: 200, json: emptyList },
    ),
  },
  {
    method: 'POST',
    path: '/api/v3/tickets/:id/comments',
    handle: one((ticket, context, request) => {
      const draft = commentShape.safeParse(request.json()).data;
      const { world, state } = context;
      const email = draft?.TechnicianCommentDetails.TechnicianEmail;
      const isKnown = email === state.technicianEmail || world.state.people.some((person) => person.email === email);
      if (!draft || !isKnown) return bare(400);
      const isInternal = draft.TechnicianCommentDetails.IsInternal;
      const visibility = isInternal ? 'internal' : 'public';
      return result(world.addNote(ticket, { visibility, text: draft.CommentText, notified: !isInternal }, by).id);
    }),
  },
  {
    method: 'POST',
    path: '/api/v3/tickets/:id/workhours',
    handle: one((ticket, { world, state }, request) => {
      const draft = hoursShape.safeParse(request.json()).data;
      if (!draft) return bare(400);
      const id = world.nextId('work-hours');
      const { StartWorkHour: start, EndWorkHour: end, Description } = draft;
      state.workHours.push({ id, ticketId: ticket.id, start, end, description: Description ?? null });
      return result(id, 201);
    }),
  },
  {
    method: 'GET',
    path: '/api/v3/tickets/:id/workhoursrecords',
    handle: one((ticket, { state }, request) => {
      const rows = state.workHours.filter((entry) => entry.ticketId === ticket.id);
      return listAnswer(
        rows.map((entry) => ({
          TicketID: entry.ticketId,
          WorkHoursID: entry.id,
          StartWorkHour: entry.start,
          EndWorkHour: entry.end,
          Description: entry.description,
        })),
        request,
      );
    }),
  },
];
