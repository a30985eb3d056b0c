// /service/tickets: list, search, count, read, create, PATCH, PUT, delete, configurations.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { callBack } from './callbacks.ts';
import { countOf, listOf, searchOf } from './collection.ts';
import {
  invalid,
  notThere,
  type Problem,
  type PsaHandler,
  type PsaRoute,
  type PsaSandboxContext,
  record,
  refusal,
  route,
} from './psa-answers.ts';
import { configurationRow, ticketFields, ticketRow, ticketRows } from './rows.ts';
import { writeFields } from './ticket-fields.ts';

const rows = ({ world }: PsaSandboxContext) => ticketRows(world);

export const withTicket =
  (handle: (ticket: WorldTicket, request: SandboxRequest, context: PsaSandboxContext) => SandboxAnswer): PsaHandler =>
  (request, context) => {
    const ticket = context.world.state.tickets.find((entry) => String(entry.id) === request.params.id);
    return ticket ? handle(ticket, request, context) : notThere('Ticket', request.params.id ?? '');
  };

export const ticketRoutes: PsaRoute[] = [
  route('GET', '/service/tickets', listOf(rows, ticketFields)),
  route('POST', '/service/tickets/search', searchOf(rows, ticketFields)),
  route('GET', '/service/tickets/count', countOf(rows, ticketFields)),
  route('POST', '/service/tickets', (request, context) => create(record(request.json()), context)),
  route(
    'GET',
    '/service/tickets/:id',
    withTicket((ticket, _request, { world }) => ({ status: 200, json: ticketRow(world, ticket) })),
  ),
  route('PATCH', '/service/tickets/:id', withTicket(patch)),
  route('PUT', '/service/tickets/:id', withTicket(put)),
  route(
    'DELETE',
    '/service/tickets/:id',
    withTicket((ticket, _request, context) => {
      context.world.state.tickets = context.world.state.tickets.filter((entry) => entry !== ticket);
      callBack(context, 'deleted', ticket, context.state.member);
      return { status: 204 };
    }),
  ),
  route(
    'GET',
    '/service/tickets/:id/configurations',
    withTicket((ticket, _request, { world }) => ({
      status: 200,
      json: world.state.devices
        .filter((device) => ticket.deviceIds.includes(device.id))
        .map((device) => ({ id: device.configurationId, deviceIdentifier: device.uid })),
    })),
  ),
  route('POST', '/service/tickets/:id/configurations', withTicket(attach)),
];

function create(body: Record<string, unknown>, context: PsaSandboxContext): SandboxAnswer {
  const { world, state } = context;
  const required: Problem[] = ['summary', 'company']
    .filter((field) => body[field] === undefined)
    .map((field) => ({ message: `${field} is required`, field }));
  // the board is written first whatever the order: a status is judged by it
  const fields = Object.entries(body).map(([path, value]) => ({ path, value }));
  fields.sort((a, b) => Number(b.path === 'board') - Number(a.path === 'board'));
  const defaultBoard = world.state.boards.find((board) => board.isActive)?.id ?? 1;
  const { change, problems } = writeFields(fields, defaultBoard, context);
  if (required.length + problems.length > 0) return invalid([...required, ...problems]);
  const draft = { boardId: defaultBoard, ...change, title: change.title ?? '', clientId: change.clientId ?? 0 };
  return silently(context, body.skipCallback === true, () => {
    const ticket = world.addTicket(draft, state.member);
    // the initial texts belong to the creation: no news of their own, no later time
    silently(context, true, () => {
      for (const [field, flags] of initialTexts) {
        const text = body[field];
        if (typeof text === 'string' && text !== '') {
          world.addNote(ticket, { text, ...flags, notified: body.processNotifications !== false }, state.member);
        }
      }
      ticket.updatedAtMs = ticket.createdAtMs;
    });
    return { status: 201, json: ticketRow(world, ticket) };
  });
}

const initialTexts = [
  ['initialDescription', { visibility: 'public', isResolution: false }],
  ['initialInternalAnalysis', { visibility: 'internal', isResolution: false }],
  ['initialResolution', { visibility: 'public', isResolution: true }],
] as const;

function patch(ticket: WorldTicket, request: SandboxRequest, context: PsaSandboxContext): SandboxAnswer {
  const operations = request.json();
  if (!Array.isArray(operations)) return refusal(400, 'InvalidObject', 'a list of patch operations is expected');
  const fields: { path: string; value: unknown }[] = [];
  for (const operation of operations.map(record)) {
    if (typeof operation.path !== 'string' || !['add', 'replace', 'remove'].includes(String(operation.op))) {
      return refusal(400, 'InvalidObject', 'a patch operation has "op" and "path"');
    }
    fields.push({ path: operation.path, value: operation.op === 'remove' ? null : operation.value });
  }
  const { change, problems } = writeFields(fields, ticket.boardId, context);
  problems.push(...demandsOfBoard({ ...ticket, ...change }, ticket, context));
  if (problems.length > 0) return invalid(problems);
  const isSilent = fields.some((field) => field.path === 'skipCallback' && field.value === true);
  return save(ticket, change, isSilent, context);
}

/** Replaces the whole ticket: what is not sent is emptied. */
function put(ticket: WorldTicket, request: SandboxRequest, context: PsaSandboxContext): SandboxAnswer {
  const body = record(request.json());
  const fields = Object.entries(body)
    .filter(([path]) => !['id', '_info', 'closedFlag', 'closedDate', 'subType', 'resources'].includes(path))
    .map(([path, value]) => ({ path, value }));
  const required = ['summary', 'company'].filter((field) => body[field] === undefined);
  const { change, problems } = writeFields(fields, ticket.boardId, context);
  if (required.length + problems.length > 0) {
    return invalid([...required.map((field) => ({ message: `${field} is required`, field })), ...problems]);
  }
  const emptied = { contactId: null, ownerId: null, category: null, externalKey: null, priority: 'medium' as const };
  return save(ticket, { ...emptied, ...change }, body.skipCallback === true, context);
}

function save(
  ticket: WorldTicket,
  change: Partial<WorldTicket>,
  isSilent: boolean,
  context: PsaSandboxContext,
): SandboxAnswer {
  const { world, state } = context;
  const isFrozen = state.frozenTicketIds.includes(ticket.id);
  if (!isFrozen && Object.keys(change).length > 0) {
    silently(context, isSilent, () => world.updateTicket(ticket, change, state.member));
  }
  return { status: 200, json: ticketRow(world, ticket) };
}

function demandsOfBoard(after: WorldTicket, before: WorldTicket, { world, state }: PsaSandboxContext): Problem[] {
  const isClosed = (statusId: number) => world.state.statuses.find((entry) => entry.id === statusId)?.isClosed ?? false;
  if (!isClosed(after.statusId) || isClosed(before.statusId)) return [];
  const filled = { type: after.category, owner: after.ownerId, contact: after.contactId };
  return state.requiredToClose
    .filter((rule) => rule.boardId === after.boardId && filled[rule.field] === null)
    .map(({ field }) => ({ message: `${field} is required before the ticket is closed`, field }));
}

function attach(ticket: WorldTicket, request: SandboxRequest, { world, state }: PsaSandboxContext): SandboxAnswer {
  const { id } = record(request.json());
  const device = world.state.devices.find((entry) => entry.configurationId === id);
  if (!device) return invalid([{ message: 'configuration does not exist', field: 'id', resource: 'configuration' }]);
  if (!ticket.deviceIds.includes(device.id)) {
    world.updateTicket(ticket, { deviceIds: [...ticket.deviceIds, device.id] }, state.member);
  }
  return {
    status: 201,
    json: { id: device.configurationId, deviceIdentifier: configurationRow(world, device).deviceIdentifier },
  };
}

export function silently<T>({ state }: PsaSandboxContext, isSilent: boolean, act: () => T): T {
  const before = state.isSilent;
  state.isSilent = before || isSilent;
  try {
    return act();
  } finally {
    state.isSilent = before;
  }
}
