// Tickets and comments. A comment mails the customer unless it is hidden or told not to.
import { z } from 'zod';
import type { Priority } from '#connectors/sdk/nouns.ts';
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { invalid, listAnswer, notFound } from './syncro-answers.ts';
import type { SyncroSandboxState } from './syncro-state.ts';
import {
  commentRow,
  notesOf,
  numberOf,
  priorityNames,
  statusName,
  statusNames,
  ticketDetail,
  ticketRow,
  timerRow,
} from './ticket-rows.ts';

type Context = SandboxContext<SyncroSandboxState>;
const by = 'mspclaw';

const commentShape = z.object({
  subject: z.string().default(''),
  body: z.string().default(''),
  hidden: z.boolean().default(false),
  do_not_email: z.boolean().default(false),
});
const fieldsShape = z.object({
  subject: z.string().optional(),
  status: z.string().optional(),
  priority: z.string().optional(),
  problem_type: z.string().optional(),
  user_id: z.number().optional(),
  contact_id: z.number().optional(),
});
const createShape = fieldsShape.extend({
  customer_id: z.number().optional(),
  comments_attributes: z.array(commentShape).default([]),
});
const timerShape = z.object({
  start_at: z.string().optional(),
  duration_minutes: z.number().default(0),
  notes: z.string().nullish(),
});

const ticketOf = ({ world }: Context, id: string | undefined): WorldTicket | undefined =>
  world.state.tickets.find((ticket) => String(ticket.id) === id);

const one =
  (
    handle: (ticket: WorldTicket, context: Context, body: unknown) => SandboxAnswer,
  ): SandboxRoute<SyncroSandboxState>['handle'] =>
  (request, context) => {
    const ticket = ticketOf(context, request.params.id);
    return ticket ? handle(ticket, context, request.json()) : notFound;
  };

function changesOf(
  fields: z.output<typeof fieldsShape>,
  { world }: Context,
  boardId: number,
): Partial<WorldTicket> | string {
  const change: Partial<WorldTicket> = {};
  if (fields.subject !== undefined) change.title = fields.subject;
  if (fields.problem_type !== undefined) change.category = fields.problem_type;
  if (fields.user_id !== undefined) change.ownerId = fields.user_id;
  if (fields.contact_id !== undefined) change.contactId = fields.contact_id;
  if (fields.subject === '') return "Subject can't be blank";
  if (fields.status !== undefined) {
    const at = statusNames(world).indexOf(fields.status);
    if (at < 0) return 'Status is not included in the list';
    change.statusId = boardId * 100 + at + 1;
  }
  if (fields.priority !== undefined) {
    const known = Object.entries(priorityNames).find(([, name]) => name === fields.priority)?.[0];
    if (!known) return 'Priority is not included in the list';
    change.priority = known as Priority;
  }
  return change;
}

function addComment(context: Context, ticket: WorldTicket, comment: z.output<typeof commentShape>) {
  const visibility = comment.hidden ? 'internal' : 'public';
  const notified = !comment.hidden && !comment.do_not_email;
  const note = context.world.addNote(ticket, { visibility, text: comment.body, notified }, by);
  context.state.subjects[String(note.id)] = comment.subject;
  return note;
}

export const ticketRoutes: SandboxRoute<SyncroSandboxState>[] = [
  {
    method: 'GET',
    path: '/api/v1/tickets',
    handle: (request, context) => {
      const { world, state } = context;
      const text = request.query.get('query')?.toLowerCase();
      const wanted = request.query.get('status');
      const atMs = (name: string) => Date.parse(request.query.get(name) ?? '') || 0;
      const rows = world.state.tickets
        .filter((ticket) => {
          const status = statusName(world, ticket);
          return (
            (!text || ticket.title.toLowerCase().includes(text)) &&
            (!request.query.get('customer_id') || String(ticket.clientId) === request.query.get('customer_id')) &&
            (!request.query.get('number') || String(numberOf(ticket)) === request.query.get('number')) &&
            (!wanted || (wanted === 'Not Closed' ? !/^(Resolved|Closed)$/.test(status) : status === wanted)) &&
            ticket.createdAtMs >= atMs('created_after') &&
            ticket.updatedAtMs >= atMs('since_updated_at')
          );
        })
        .map((ticket) => ticketRow(context, ticket))
        .reverse();
      return listAnswer(rows, 'tickets', request, state.quirks);
    },
  },
  {
    method: 'POST',
    path: '/api/v1/tickets',
    handle: (request, context) => {
      const { world, state } = context;
      const draft = createShape.safeParse(request.json()).data;
      const client = world.state.clients.find((entry) => entry.id === draft?.customer_id);
      if (!draft || !client) return { status: 422, json: { error: 'Customer required field' } };
      const change = changesOf(draft, context, 1);
      if (typeof change === 'string' || !draft.subject) {
        return invalid([typeof change === 'string' ? change : "Subject can't be blank"], state.quirks.refusal);
      }
      const ticket = world.addTicket({ ...change, title: draft.subject, clientId: client.id }, by);
      for (const comment of draft.comments_attributes) addComment(context, ticket, comment);
      return { status: 200, json: { ticket: ticketDetail(context, ticket) } };
    },
  },
  {
    method: 'GET',
    path: '/api/v1/tickets/settings',
    handle: (_request, { world }) => ({
      status: 200,
      json: {
        ticket_status_list: statusNames(world),
        ticket_types: [],
        users: world.state.people.map(({ id, name }) => ({ id, name })),
      },
    }),
  },
  {
    method: 'GET',
    path: '/api/v1/tickets/:id',
    handle: one((ticket, context) => ({ status: 200, json: { ticket: ticketDetail(context, ticket) } })),
  },
  {
    method: 'PUT',
    path: '/api/v1/tickets/:id',
    handle: one((ticket, context, body) => {
      const fields = fieldsShape.safeParse(body).data ?? {};
      const change = changesOf(fields, context, ticket.boardId);
      if (typeof change === 'string') return invalid([change], context.state.quirks.refusal);
      context.world.updateTicket(ticket, change, by);
      return { status: 200, json: { ticket: ticketDetail(context, ticket) } };
    }),
  },
  {
    method: 'GET',
    path: '/api/v1/tickets/:id/comments',
    handle: (request, context) => {
      const ticket = ticketOf(context, request.params.id);
      if (!ticket) return notFound;
      const rows = notesOf(context, ticket).map((note) => ({ ...commentRow(context, note), is_rich_text: false }));
      const size = Number(request.query.get('per_page') ?? 10);
      return listAnswer(rows, 'comments', request, context.state.quirks, size);
    },
  },
  {
    method: 'POST',
    path: '/api/v1/tickets/:id/comment',
    handle: one((ticket, context, body) => {
      const comment = commentShape.safeParse(body).data;
      const problems = [
        ...(comment?.body ? [] : ["Body can't be blank"]),
        ...(comment?.subject ? [] : ["Subject can't be blank"]),
      ];
      if (!comment || problems.length > 0) return invalid(problems, context.state.quirks.refusal);
      return { status: 200, json: { comment: commentRow(context, addComment(context, ticket, comment)) } };
    }),
  },
  {
    method: 'POST',
    path: '/api/v1/tickets/:id/timer_entry',
    handle: one((ticket, { state, world }, body) => {
      const draft = timerShape.safeParse(body).data;
      const startMs = Date.parse(draft?.start_at ?? '');
      if (!draft || Number.isNaN(startMs))
        return { status: 422, json: { error: 'no implicit conversion of nil into String' } };
      const timer = {
        id: world.nextId('timer'),
        ticketId: ticket.id,
        startMs,
        minutes: draft.duration_minutes,
        notes: draft.notes ?? null,
      };
      state.timers.push(timer);
      return { status: 200, json: timerRow(timer) };
    }),
  },
];
