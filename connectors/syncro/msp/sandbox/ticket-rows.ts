// Tickets, comments and customers of the world as Syncro shows them.
import type { SandboxContext } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { Json, WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { localTime } from './syncro-answers.ts';
import type { SyncroSandboxState } from './syncro-state.ts';

type Context = SandboxContext<SyncroSandboxState>;
export const priorityNames = { critical: '0 Urgent', high: '1 High', medium: '2 Normal', low: '3 Low' } as const;

export const statusNames = (world: SandboxWorld) =>
  world.state.statuses.filter((status) => status.boardId === 1).map((status) => status.name);
export const statusName = (world: SandboxWorld, ticket: WorldTicket) =>
  statusNames(world)[(ticket.statusId % 100) - 1] ?? 'New';

/** the number on the screen: of one ticket the number, of another one the id */
export const numberOf = (ticket: WorldTicket) => ticket.id - 5;

const id = (value: number, { state }: Context): Json => (state.quirks.hasTextNumbers ? String(value) : value);

export function ticketRow(context: Context, ticket: WorldTicket): Record<string, Json> {
  const { world } = context;
  const client = world.state.clients.find((entry) => entry.id === ticket.clientId);
  const contact = world.state.contacts.find((entry) => entry.id === ticket.contactId);
  const owner = world.state.people.find((entry) => entry.id === ticket.ownerId);
  return {
    id: id(ticket.id, context),
    number: numberOf(ticket),
    subject: ticket.title,
    created_at: localTime(ticket.createdAtMs),
    updated_at: localTime(ticket.updatedAtMs),
    resolved_at: ticket.closedAtMs === null ? null : localTime(ticket.closedAtMs),
    customer_id: ticket.clientId,
    customer_business_then_name: client?.name ?? null,
    contact_id: contact?.id ?? null,
    contact_fullname: contact?.name ?? null,
    problem_type: ticket.category,
    status: statusName(world, ticket),
    priority: priorityNames[ticket.priority],
    user_id: owner?.id ?? null,
    user: owner ? { id: owner.id, full_name: owner.name, email: owner.email } : null,
    properties: {},
    tag_list: [],
    // since 2026-03-11 a list has none
    comments: [],
  };
}

export function ticketDetail(context: Context, ticket: WorldTicket): Record<string, Json> {
  const { contact_id, contact_fullname, ...row } = ticketRow(context, ticket);
  const { world, state } = context;
  return {
    ...row,
    contact: contact_id === null ? null : { id: contact_id ?? null, name: contact_fullname ?? null },
    asset_ids: ticket.deviceIds,
    assets: ticket.deviceIds.map((deviceId) => ({ id: deviceId, name: world.device(deviceId)?.name ?? '' })),
    // newest first: whoever takes the first one for the description is wrong
    comments: notesOf(context, ticket)
      .map((note) => commentRow(context, note))
      .reverse(),
    ticket_timers: state.timers.filter((timer) => timer.ticketId === ticket.id).map(timerRow),
  };
}

export const notesOf = ({ world }: Context, ticket: WorldTicket): WorldNote[] =>
  world.state.notes.filter((note) => note.ticketId === ticket.id);

export function commentRow(context: Context, note: WorldNote): Record<string, Json> {
  const { world, state } = context;
  const first = world.state.notes.find((entry) => entry.ticketId === note.ticketId);
  return {
    id: id(note.id, context),
    created_at: localTime(note.createdAtMs),
    updated_at: localTime(note.createdAtMs),
    ticket_id: note.ticketId,
    subject: state.subjects[String(note.id)] ?? (first?.id === note.id ? 'Initial Issue' : 'Update'),
    body: note.text,
    tech: world.state.people.find((person) => person.id === note.authorId)?.name ?? null,
    hidden: note.visibility === 'internal',
    user_id: note.authorId,
  };
}

export const timerRow = (timer: SyncroSandboxState['timers'][number]): Record<string, Json> => ({
  id: timer.id,
  ticket_id: timer.ticketId,
  user_id: 1,
  start_time: localTime(timer.startMs),
  end_time: localTime(timer.startMs + timer.minutes * 60_000),
  recorded: false,
  billable: false,
  notes: timer.notes,
  active_duration: timer.minutes * 60,
});

export const customerRow = (client: SandboxWorld['state']['clients'][number]): Record<string, Json> => ({
  id: client.id,
  firstname: null,
  lastname: null,
  fullname: '',
  business_name: client.name,
  business_then_name: client.name,
  business_and_full_name: client.name,
  disabled: !client.isActive,
  properties: {},
});
