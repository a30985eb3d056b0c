// How a field of a ticket is written: by POST, PUT and PATCH alike. A path into a reference is accepted and does
// nothing, like the real thing.
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { type Problem, type PsaSandboxContext, record } from './psa-answers.ts';
import { priorities, typeId, typeNames } from './rows.ts';

type Change = Partial<Omit<WorldTicket, 'id'>>;
type Writer = (value: unknown, ticket: { boardId: number }, context: PsaSandboxContext) => Change | Problem;

const isProblem = (result: Change | Problem): result is Problem => 'message' in result;

/** a reference names its record by id, or by name or identifier */
function refersTo(value: unknown, entry: { id: number; name: string; identifier?: string }): boolean {
  const { id, name, identifier } = record(value);
  if (id !== undefined) return id === entry.id;
  if (identifier !== undefined) return same(identifier, entry.identifier);
  return name !== undefined && same(name, entry.name);
}
const same = (given: unknown, known: string | undefined) =>
  typeof given === 'string' && known !== undefined && given.toLowerCase() === known.toLowerCase();

const text =
  (field: 'title' | 'externalKey', name: string): Writer =>
  (value) => {
    if (typeof value !== 'string' || value.trim() === '') return { message: `${name} is required`, field: name };
    if (value.length > 100) return { message: `${name} is longer than 100`, field: name };
    return field === 'title' ? { title: value } : { externalKey: value };
  };

const writers: Record<string, Writer> = {
  summary: text('title', 'summary'),
  externalXRef: (value, ticket, context) =>
    value === null ? { externalKey: null } : text('externalKey', 'externalXRef')(value, ticket, context),
  board: (value, ticket, { world }) => {
    const board = world.state.boards.find((entry) => refersTo(value, entry));
    if (!board?.isActive) return { message: 'board does not exist or is inactive', field: 'board' };
    if (board.id === ticket.boardId) return {};
    const first = world.state.statuses.find((entry) => entry.boardId === board.id && entry.isDefault);
    return { boardId: board.id, statusId: first?.id ?? 0 };
  },
  status: (value, ticket, { world }) => {
    const status = world.state.statuses.find((entry) => entry.boardId === ticket.boardId && refersTo(value, entry));
    if (!status) return { message: 'status does not belong to the board of the ticket', field: 'status' };
    return { statusId: status.id };
  },
  priority: (value) => {
    const priority = priorities.find((entry) => refersTo(value, entry));
    return priority ? { priority: priority.ours } : { message: 'priority does not exist', field: 'priority' };
  },
  company: (value, _ticket, { world }) => {
    const client = world.state.clients.find((entry) => refersTo(value, entry));
    return client ? { clientId: client.id } : { message: 'company does not exist', field: 'company' };
  },
  contact: (value, _ticket, { world }) => {
    if (value === null) return { contactId: null };
    const contact = world.state.contacts.find((entry) => refersTo(value, entry));
    return contact ? { contactId: contact.id } : { message: 'contact does not exist', field: 'contact' };
  },
  owner: (value, _ticket, { world }) => {
    if (value === null) return { ownerId: null };
    const owner = world.state.people.find((entry) => refersTo(value, { ...entry, identifier: entry.handle }));
    return owner?.isActive ? { ownerId: owner.id } : { message: 'owner does not exist or is inactive', field: 'owner' };
  },
  type: (value, { boardId }, { world }) => {
    const name = typeNames(world).find((one) => refersTo(value, { id: typeId(one, boardId), name: one }));
    return name ? { category: name } : { message: 'type does not exist on the board', field: 'type' };
  },
};

/** fields that are taken and not kept by this sandbox */
const ignored = new Set([
  'processNotifications',
  'skipCallback',
  'initialDescription',
  'initialInternalAnalysis',
  'initialResolution',
  'severity',
  'impact',
  'customFields',
  'site',
  'source',
  'team',
  'recordType',
]);

/** @param fields in the order in which they were given: a status is judged by the board before it */
export function writeFields(
  fields: { path: string; value: unknown }[],
  boardId: number,
  context: PsaSandboxContext,
): { change: Change; problems: Problem[] } {
  const change: Change = {};
  const problems: Problem[] = [];
  for (const { path, value } of fields) {
    if (path.includes('/') && path.split('/')[0] !== '') continue;
    if (ignored.has(path)) continue;
    // paths are case-sensitive
    const result = writers[path]?.(value, { boardId: change.boardId ?? boardId }, context) ?? {
      message: `${path} is not a field of a ticket`,
      field: path,
    };
    if (isProblem(result)) problems.push(result);
    else Object.assign(change, result);
  }
  return { change, problems };
}
