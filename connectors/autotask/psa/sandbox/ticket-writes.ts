// Writing tickets, notes and time. What is wrong with the values is said with 500.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { type AutotaskSandbox, apiHandle, ok, record, refuse } from './autotask-state.ts';
import { categoryOf, worldBoard, worldPriority, worldStatus } from './picklist-fields.ts';
import { roleOf } from './rows.ts';

type Change = Partial<Omit<WorldTicket, 'id'>>;

export function postTicket(request: SandboxRequest, context: AutotaskSandbox): SandboxAnswer {
  const body = record(request.json());
  const demanded = ['companyID', 'title', 'status', 'priority'];
  if (context.state.quirks.demandsDueDate) demanded.push('dueDateTime');
  if (body.assignedResourceID === undefined) demanded.push('queueID');
  const missing = demanded.find((name) => body[name] === undefined || body[name] === null || body[name] === '');
  if (missing !== undefined) return refuse(500, `Missing Required Field: ${missing}`);
  const change = changeOf(body, context, worldBoard(body.queueID));
  if (typeof change === 'string') return refuse(500, change);
  const { title = '', clientId = 0, ...more } = change;
  const ticket = context.world.addTicket({ title, clientId, ...more }, apiHandle);
  const { description } = body;
  if (typeof description === 'string' && description !== '') {
    context.world.addNote(ticket, { visibility: 'public', text: description }, apiHandle);
  }
  return ok({ itemId: ticket.id });
}

export function patchTicket(request: SandboxRequest, context: AutotaskSandbox): SandboxAnswer {
  const body = record(request.json());
  const ticket = context.world.state.tickets.find((one) => one.id === body.id);
  if (!ticket) return refuse(500, 'The entity to be updated does not exist.');
  const change = changeOf(body, context, ticket.boardId);
  if (typeof change === 'string') return refuse(500, change);
  if (body.status === 5 && context.state.quirks.refusesCompletion)
    return refuse(500, context.state.quirks.refusesCompletion);
  context.world.updateTicket(ticket, change, apiHandle);
  return ok({ itemId: ticket.id });
}

type Writer = (value: unknown, context: AutotaskSandbox, boardId: number) => Change | string;
const writers: Record<string, Writer> = {
  title: (value) =>
    typeof value === 'string' && value.length <= 255
      ? { title: value }
      : 'The title exceeds the maximum length of 255.',
  externalID: (value) =>
    typeof value === 'string' && value.length <= 50
      ? { externalKey: value }
      : 'The externalID exceeds the maximum length of 50.',
  companyID: (value, { world }) =>
    value === 0 || world.state.clients.some((one) => one.id === value)
      ? { clientId: Number(value) }
      : 'Reference value on field companyID does not exist or is invalid.',
  contactID: (value, { world }) =>
    world.state.contacts.some((one) => one.id === value)
      ? { contactId: Number(value) }
      : 'Reference value on field contactID does not exist or is invalid.',
  queueID: (value, { world }) =>
    world.state.boards.some((one) => one.isActive && one.id === worldBoard(value))
      ? { boardId: worldBoard(value) }
      : 'Invalid picklist value for the field queueID.',
  status: (value, _context, boardId) => {
    const statusId = worldStatus(value, boardId);
    return statusId === null ? 'Invalid picklist value for the field status.' : { statusId };
  },
  priority: (value) => {
    const priority = worldPriority(value);
    return priority === null ? 'Invalid picklist value for the field priority.' : { priority };
  },
};
/** taken with another field, or not kept by this sandbox */
const ignored = new Set(['id', 'description', 'dueDateTime', 'resolution', 'source', 'ticketType', 'ticketCategory']);
const pairs = new Set(['assignedResourceID', 'assignedResourceRoleID', 'issueType', 'subIssueType']);

function changeOf(body: Record<string, unknown>, context: AutotaskSandbox, boardId: number): Change | string {
  const change: Change = {};
  for (const [name, value] of Object.entries(body)) {
    if (ignored.has(name) || pairs.has(name)) continue;
    const written = writers[name]?.(value, context, boardId) ?? `Unable to find ${name} in the Ticket Entity.`;
    if (typeof written === 'string') return written;
    Object.assign(change, written);
  }
  const { assignedResourceID: resource, assignedResourceRoleID: role, issueType, subIssueType } = body;
  if ((resource === undefined) !== (role === undefined)) {
    return 'assignedResourceID and assignedResourceRoleID must be given together.';
  }
  if (resource !== undefined) {
    const person = context.world.state.people.find((one) => one.id === resource && one.isActive);
    if (!person) return 'Reference value on field assignedResourceID does not exist or is invalid.';
    if (role !== roleOf(person.id)) return 'The role is invalid for the assigned resource.';
    change.ownerId = person.id;
  }
  if (issueType !== undefined) {
    const category = categoryOf(context.world, issueType, subIssueType);
    if (category === null) return 'Invalid picklist value for the field issueType.';
    change.category = category;
  }
  return change;
}

const ticketOf = (id: unknown, { world }: AutotaskSandbox) =>
  world.state.tickets.find((one) => String(one.id) === String(id));

export function postNote(request: SandboxRequest, context: AutotaskSandbox): SandboxAnswer {
  const ticket = ticketOf(request.params.id, context);
  if (!ticket) return refuse(500, 'Reference value on field ticketID does not exist or is invalid.');
  const { title, description, noteType, publish } = record(request.json());
  if (typeof title !== 'string' || typeof description !== 'string' || description === '') {
    return refuse(500, 'Missing Required Field: title, description');
  }
  if (typeof noteType !== 'number' || typeof publish !== 'number')
    return refuse(500, 'Missing Required Field: noteType, publish');
  const visibility = publish === 1 ? 'public' : 'internal';
  const note = context.world.addNote(ticket, { visibility, text: description }, apiHandle);
  return ok({ itemId: note.id });
}

export function postTimeEntry(ticketId: unknown, request: SandboxRequest, context: AutotaskSandbox): SandboxAnswer {
  const ticket = ticketOf(ticketId, context);
  const body = record(request.json());
  if (!ticket) return refuse(500, 'Reference value on field ticketID does not exist or is invalid.');
  const person = context.world.state.people.find((one) => one.id === body.resourceID);
  if (!person || body.roleID !== roleOf(person.id)) return refuse(500, 'The role is invalid for the resource.');
  const start = Date.parse(String(body.startDateTime));
  const end = Date.parse(String(body.endDateTime));
  if (!(end > start) || typeof body.hoursWorked !== 'number') return refuse(500, 'hoursWorked is required.');
  const isPublic = typeof body.summaryNotes === 'string';
  const text = String((isPublic ? body.summaryNotes : body.internalNotes) ?? '');
  const minutes = Math.round((end - start) / 60_000);
  const note = context.world.addNote(
    ticket,
    { visibility: isPublic ? 'public' : 'internal', text, minutes, authorId: person.id },
    apiHandle,
  );
  return ok({ itemId: note.id });
}
