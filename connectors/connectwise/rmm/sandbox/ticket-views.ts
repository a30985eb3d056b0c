// The world's tickets as the platform shows them. Statuses are the same on every board here, so one stands for the statuses of
// that name on all of the world's boards. The description is the first note of the ticket's birth, if there is one.
import type { Priority } from '#connectors/sdk/nouns.ts';
import type { WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { toUuid } from './asio-ids.ts';
import type { AsioSandboxContext } from './asio-state.ts';

type Context = AsioSandboxContext;
export const priorities: Priority[] = ['critical', 'high', 'medium', 'low'];
export const sources = ['Email', 'Phone', 'API'];

/** the world numbers the statuses of a board as board * 100 + 1, 2, … */
const statusNumber = (statusId: number) => statusId % 100;
export const statusOn = (boardId: number, number: number) => boardId * 100 + number;
export const statusRows = ({ world }: Context) =>
  world.state.statuses
    .filter((status) => status.boardId === 1)
    .map((status) => ({
      id: toUuid('status', statusNumber(status.id)),
      name: status.name,
      category: status.isClosed ? 'Closed' : status.isDefault ? 'New' : 'InProgress',
      slaStatus: status.isClosed ? 'Resolved' : 'Responded',
      inactiveFlag: false,
    }));

export const categoryNames = ({ world }: Context): string[] =>
  [...new Set(world.state.tickets.flatMap((ticket) => ticket.category ?? []))].sort();

const capital = (word: string) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
export const priorityRows = () =>
  priorities.map((name, index) => ({ id: toUuid('priority', index), name: capital(name) }));

export function descriptionNote(ticket: WorldTicket, { world, state }: Context): WorldNote | undefined {
  const own = state.descriptions[ticket.id];
  const ofTicket = world.state.notes.filter((note) => note.ticketId === ticket.id);
  if (own !== undefined) return ofTicket.find((note) => note.id === own);
  return ofTicket.find((note) => note.visibility === 'public' && note.createdAtMs <= ticket.createdAtMs);
}

export function ticketView(ticket: WorldTicket, context: Context) {
  const { world } = context;
  const board = world.state.boards.find((entry) => entry.id === ticket.boardId);
  const names = categoryNames(context);
  const status = statusRows(context).find((row) => row.id === toUuid('status', statusNumber(ticket.statusId)));
  return {
    id: toUuid('ticket', ticket.id),
    number: String(ticket.id),
    summary: ticket.title,
    description: descriptionNote(ticket, context)?.text ?? '',
    status: { id: status?.id, name: status?.name },
    priority: priorityRows()[priorities.indexOf(ticket.priority)],
    serviceBoard: { id: toUuid('board', ticket.boardId), name: board?.name ?? '' },
    source: { id: toUuid('source', 2), name: sources[2] },
    ...(ticket.category === null
      ? {}
      : { category: { id: toUuid('category', names.indexOf(ticket.category)), name: ticket.category } }),
    company: { id: toUuid('company', ticket.clientId) },
    ...(ticket.ownerId === null ? {} : { assignee: { id: toUuid('person', ticket.ownerId) } }),
    createdAt: new Date(ticket.createdAtMs).toISOString(),
    updatedAt: new Date(ticket.updatedAtMs).toISOString(),
    version: ticket.version,
  };
}

export const noteView = (note: WorldNote, { world }: Context) => ({
  id: toUuid('note', note.id),
  ticketId: toUuid('ticket', note.ticketId),
  detail: note.text,
  visibility: note.visibility === 'public' ? 1 : 2,
  createdBy: world.state.people.find((person) => person.id === note.authorId)?.name ?? 'API',
  createdAt: new Date(note.createdAtMs).toISOString(),
});
