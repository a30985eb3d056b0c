// The world in the words of BMS.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldNote, WorldStatus, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { textToHtml } from '#connectors/sdk/text/html-text.ts';
import { type BmsState, time } from './bms-state.ts';

export const priorities = ['critical', 'high', 'medium', 'low'] as const;
export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** BMS has one list of statuses for all queues */
export const statusNames = (world: SandboxWorld) => [...new Set(world.state.statuses.map(({ name }) => name))];
export const issueTypes = (world: SandboxWorld) =>
  [...new Set(world.state.tickets.flatMap(({ category }) => category ?? []))].sort();

/** the same state on the ticket's own board of the world, whatever it is called there */
export function worldStatus(world: SandboxWorld, boardId: number, id: number): WorldStatus | undefined {
  const name = statusNames(world)[id - 1];
  const example = world.state.statuses.find((status) => status.name === name);
  return world.state.statuses.find(
    (status) => status.boardId === boardId && status.id % 100 === (example?.id ?? 0) % 100,
  );
}

export function ticketRow(world: SandboxWorld, state: BmsState, ticket: WorldTicket) {
  const { clients, contacts, people, boards, statuses, notes } = world.state;
  const client = clients.find((entry) => entry.id === ticket.clientId);
  const contact = contacts.find((entry) => entry.id === ticket.contactId);
  const status = statuses.find((entry) => entry.id === ticket.statusId)?.name ?? '';
  const first = notes.find((note) => note.ticketId === ticket.id && note.visibility === 'public');
  const category = ticket.category === null ? null : issueTypes(world).indexOf(ticket.category) + 1;
  return {
    Id: ticket.id,
    CreatedBy: state.createdBy[ticket.id] ?? 7,
    CreatedOn: time(ticket.createdAtMs),
    TicketNumber: `T-${ticket.id}`,
    Title: ticket.title,
    Details: state.details[ticket.id] ?? textToHtml(first?.text ?? ''),
    AccountId: ticket.clientId,
    AccountName: client?.name ?? null,
    LocationId: client?.siteId ?? null,
    ContactId: contact?.id ?? null,
    ContactName: contact?.name ?? null,
    QueueId: ticket.boardId,
    QueueName: boards.find((board) => board.id === ticket.boardId)?.name ?? null,
    StatusId: statusNames(world).indexOf(status) + 1,
    StatusName: status,
    PriorityId: priorities.indexOf(ticket.priority) + 1,
    PriorityName: capital(ticket.priority),
    TypeId: 1,
    TypeName: 'Incident',
    SourceId: 3,
    IssueTypeId: category,
    IssueTypeName: ticket.category,
    AssigneeId: ticket.ownerId,
    AssigneeName: people.find((person) => person.id === ticket.ownerId)?.name ?? null,
    OpenDate: time(ticket.createdAtMs),
    CompletedDate: ticket.closedAtMs === null ? null : time(ticket.closedAtMs),
    LastActivityUpdate: time(ticket.updatedAtMs),
  };
}

export function noteRow(world: SandboxWorld, note: WorldNote) {
  const author =
    world.state.people.find((person) => person.id === note.authorId) ??
    world.state.contacts.find((contact) => contact.id === note.contactId);
  return {
    Id: note.id,
    CreatedOn: time(note.createdAtMs),
    Details: textToHtml(note.text),
    IsInternal: note.visibility === 'internal',
    TypeId: 4,
    TypeName: 'General',
    CreatedByName: author?.name ?? 'API',
  };
}

export const timeRow = (note: WorldNote) => ({
  Id: note.id,
  CreatedOn: time(note.createdAtMs),
  Timespent: (note.minutes ?? 0) / 60,
  Notes: note.visibility === 'public' ? textToHtml(note.text) : null,
  InternalNotes: note.visibility === 'internal' ? textToHtml(note.text) : null,
  WorkTypeId: 1,
  RoleId: 1,
});
