// Tickets of NinjaOne Ticketing: read, made, replaced whole, commented on. The customer is mailed every public entry.
import { z } from 'zod';
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { appError, authError } from './ninja-errors.ts';
import type { NinjaSandboxState, TicketExtras } from './ninja-state.ts';
import { contactUid, extrasOf, forms, logEntries, requesterOf, statuses, ticketView, types } from './ticket-rows.ts';
import { appOf } from './token-endpoint.ts';

type Context = SandboxContext<NinjaSandboxState>;
type Handle = SandboxRoute<NinjaSandboxState>['handle'];
const by = 'mspclaw';
const bad = (problem: string): SandboxAnswer => appError(400, 'FAILURE', problem);

const entryShape = z.strictObject({
  public: z.boolean(),
  body: z.string().nullish(),
  htmlBody: z.string().nullish(),
  timeTracked: z.number().int().nullish(),
  duplicateInIncidents: z.boolean().optional(),
});
const attributeShape = z.strictObject({ id: z.number().nullish(), attributeId: z.number(), value: z.string() });
const fields = {
  clientId: z.number().int(),
  ticketFormId: z.number().int(),
  subject: z.string().min(1).max(200),
  status: z.string(),
  requesterUid: z.guid().optional(),
  nodeId: z.number().int().nullish(),
  locationId: z.number().int().nullish(),
  assignedAppUserId: z.number().int().nullish(),
  additionalAssignedTechnicianIds: z.array(z.number().int()).nullish(),
  type: z.enum(types).nullish(),
  priority: z.enum(['NONE', 'LOW', 'MEDIUM', 'HIGH']).nullish(),
  severity: z.enum(['NONE', 'MINOR', 'MODERATE', 'MAJOR', 'CRITICAL']).nullish(),
  tags: z.array(z.string()).nullish(),
  cc: z.strictObject({ uids: z.array(z.string()), emails: z.array(z.string()) }).nullish(),
  attributes: z.array(attributeShape).nullish(),
  followupTime: z.number().nullish(),
  parentTicketId: z.number().nullish(),
};
const createShape = z.strictObject({ ...fields, description: entryShape.optional() });
const updateShape = z.strictObject({ ...fields, version: z.number().int(), requesterUid: z.guid() });
type Fields = Omit<z.output<typeof createShape>, 'description'>;

/** Tickets are changed for a signed-in user only, as scripts are run. */
export const asUser =
  (handle: Handle): Handle =>
  (request, context) =>
    context.state.quirks.needsUserContext && appOf(request, context)?.kind !== 'user'
      ? authError(403, 'user_context_required', 5)
      : handle(request, context);

export const ofTicket =
  (handle: (ticket: WorldTicket, ...rest: Parameters<Handle>) => ReturnType<Handle>): Handle =>
  (request, context) => {
    const ticket = context.world.state.tickets.find(({ id }) => String(id) === request.params.id);
    return ticket ? handle(ticket, request, context) : appError(404, 'TICKET_NOT_FOUND', 'Ticket not found');
  };

/** Everything of the ticket becomes what is said, and what is not said is empty. */
function replacement(
  given: Fields,
  boardId: number,
  context: Context,
): { ticket: Partial<WorldTicket>; extras: Omit<TicketExtras, 'descriptionNoteId'> } | string {
  const { world } = context;
  const status = statuses.find(({ statusId, name }) => String(statusId) === given.status || name === given.status);
  const worldStatus = world.state.statuses.find((one) => one.boardId === boardId && one.name === status?.world);
  if (!status || !worldStatus) return `status: "${given.status}" is not a status`;
  if (!forms.some(({ id, active }) => id === given.ticketFormId && active)) return 'ticketFormId: unknown form';
  if (!world.state.clients.some(({ id }) => id === given.clientId)) return 'clientId: unknown client';
  const owner = given.assignedAppUserId ?? null;
  if (owner !== null && !world.state.people.some(({ id, isActive }) => id === owner && isActive))
    return 'assignedAppUserId: unknown technician';
  const contact = world.state.contacts.find((one) => contactUid(one) === given.requesterUid);
  const tags = given.tags ?? [];
  return {
    ticket: {
      title: given.subject,
      clientId: given.clientId,
      statusId: worldStatus.id,
      ownerId: owner,
      contactId: contact?.id ?? null,
      deviceIds: given.nodeId ? [given.nodeId] : [],
      externalKey: tags.find((tag) => tag.startsWith('mspclaw:')) ?? null,
      ...(given.type ? { category: given.type } : {}),
      ...(given.priority && given.priority !== 'NONE' ? { priority: worldPriority[given.priority] } : {}),
    },
    extras: {
      formId: given.ticketFormId,
      tags,
      severity: given.severity ?? 'NONE',
      hasNoPriority: !given.priority || given.priority === 'NONE',
      locationId: given.locationId ?? null,
      attributes: (given.attributes ?? []).map(({ attributeId, value }, index) => ({
        id: index + 1,
        attributeId,
        value,
      })),
      ccEmails: given.cc?.emails ?? [],
      requesterUid: given.requesterUid ?? null,
    },
  };
}
const worldPriority = { LOW: 'low', MEDIUM: 'medium', HIGH: 'high' } as const;

const problemOf = (error: z.ZodError) => {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return `Unrecognized field "${issue.keys[0]}"`;
  return `${issue?.path.join('.')}: ${issue?.message}`;
};

/** mail goes to the customer who reported it, for whatever is public */
const isMailed = (isPublic: boolean, ticket: WorldTicket) => isPublic && ticket.contactId !== null;

const createTicket: Handle = (request, context) => {
  const { world } = context;
  const given = createShape.safeParse(request.json());
  if (!given.success) return bad(problemOf(given.error));
  const { description, ...rest } = given.data;
  const made = replacement(rest, 1, context);
  if (typeof made === 'string') return bad(made);
  const ticket = world.addTicket({ title: rest.subject, ...made.ticket, clientId: rest.clientId }, by);
  const extras = Object.assign(extrasOf(ticket, context), made.extras);
  if (context.state.quirks.dropsTags) extras.tags = [];
  if (description?.body) {
    const visibility = description.public ? 'public' : 'internal';
    const notified = isMailed(description.public, ticket);
    extras.descriptionNoteId = world.addNote(ticket, { visibility, text: description.body, notified }, by).id;
  }
  extras.requesterUid ??= requesterOf(ticket, context);
  return { status: 200, json: ticketView(ticket, context) };
};

const updateTicket = ofTicket((ticket, request, context) => {
  const given = updateShape.safeParse(request.json());
  if (!given.success) return bad(problemOf(given.error));
  const { version, ...rest } = given.data;
  if (version !== ticket.version) {
    const status = context.state.quirks.staleVersionStatus;
    return appError(status, 'FAILURE', 'Optimistic lock: the ticket was changed by somebody else');
  }
  const made = replacement(rest, ticket.boardId, context);
  if (typeof made === 'string') return bad(made);
  Object.assign(extrasOf(ticket, context), made.extras);
  context.world.updateTicket(ticket, made.ticket, by);
  return context.state.quirks.putAnswersNothing ? { status: 204 } : { status: 200, json: ticketView(ticket, context) };
});

const addComment = ofTicket(async (ticket, request, context) => {
  const parts = await request.multipart();
  const part = parts?.find(({ name }) => name === 'comment');
  if (!parts || !part) return appError(415, 'FAILURE', 'HTTP 415 Unsupported Media Type');
  if (!/^application\/json/.test(part.contentType)) return bad('comment: not application/json');
  let body: unknown;
  try {
    body = JSON.parse(part.content);
  } catch {
    return bad('comment: not JSON');
  }
  const given = entryShape.safeParse(body);
  if (!given.success) return bad(problemOf(given.error));
  const { body: text, public: isPublic, timeTracked } = given.data;
  context.world.addNote(
    ticket,
    {
      visibility: isPublic ? 'public' : 'internal',
      text: text ?? '',
      notified: isMailed(isPublic, ticket),
      minutes: timeTracked ? Math.round(timeTracked / 60) : null,
    },
    by,
  );
  return { status: 204 };
});

const readLog = ofTicket((ticket, request, context) => {
  const anchor = request.query.get('anchorId');
  const type = request.query.get('type');
  const entries = logEntries(ticket, context).filter((entry) => type === null || entry.type === type);
  const from = anchor === null ? 0 : entries.findIndex(({ id }) => String(id) === anchor) + 1;
  return { status: 200, json: entries.slice(from, from + Number(request.query.get('pageSize') ?? 500)) };
});

export const ticketRoutes: [SandboxRoute<NinjaSandboxState>['method'], string, Handle][] = [
  ['POST', '/ticketing/ticket', asUser(createTicket)],
  [
    'GET',
    '/ticketing/ticket/:id',
    ofTicket((ticket, _r, context) => ({ status: 200, json: ticketView(ticket, context) })),
  ],
  ['PUT', '/ticketing/ticket/:id', asUser(updateTicket)],
  ['POST', '/ticketing/ticket/:id/comment', asUser(addComment)],
  ['GET', '/ticketing/ticket/:id/log-entry', readLog],
];
