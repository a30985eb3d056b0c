// What SuperOps does when told to. Mails go out as its own defaults have it: a reply unless `sendMail` is false, a closed
// ticket unless the notification is suppressed.
import { z } from 'zod';
import type { Priority } from '#connectors/sdk/nouns.ts';
import type { GraphqlValue } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import { jsonScalar } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import type { SandboxContext } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { found, type SuperopsResolver, ticketOf, worklogRecord } from './queries.ts';
import { SuperopsRefusal } from './superops-answers.ts';
import type { SuperopsSandboxState } from './superops-state.ts';
import { conversationRecord, noteRecord, priorityNames, statusNames, ticketRecord } from './ticket-records.ts';
import { bareMark, vendorId, worldId } from './vendor-ids.ts';

type Context = SandboxContext<SuperopsSandboxState>;
const by = 'mspclaw';
const idOf = (row: { id: number }) => row.id;

const fieldsShape = z.object({
  subject: z.string().optional(),
  status: z.string().optional(),
  priority: z.string().optional(),
  category: z.string().optional(),
  subcategory: z.string().optional(),
  resolutionCode: z.string().optional(),
  requester: z.object({ userId: z.unknown() }).optional(),
  technician: z.object({ userId: z.unknown() }).optional(),
  techGroup: z.object({ groupId: z.unknown() }).optional(),
  suppressCloseNotification: z.boolean().optional(),
});

/** @throws SuperopsRefusal for words that are not in the lists, and ids of nobody */
function changesOf(
  fields: z.output<typeof fieldsShape>,
  { world, state }: Context,
  ticket: Pick<WorldTicket, 'boardId' | 'category'>,
): Partial<WorldTicket> {
  const change: Partial<WorldTicket> = {};
  if (fields.subject !== undefined) change.title = fields.subject;
  if (fields.techGroup) change.boardId = found(world.state.boards, 'group', fields.techGroup.groupId, idOf).id;
  if (fields.status !== undefined) {
    const at = statusNames(world).indexOf(fields.status);
    if (at < 0) throw new SuperopsRefusal('referred_value_does_not_exist', ['status']);
    if (state.quirks.demandsResolutionCode && /^(Resolved|Closed)$/.test(fields.status) && !fields.resolutionCode) {
      throw new SuperopsRefusal('mandatory_validation_failed', ['resolutionCode']);
    }
    change.statusId = (change.boardId ?? ticket.boardId) * 100 + at + 1;
  }
  if (fields.priority !== undefined) {
    const known = Object.entries(priorityNames).find(([, name]) => name === fields.priority)?.[0];
    if (!known) throw new SuperopsRefusal('referred_value_does_not_exist', ['priority']);
    change.priority = known as Priority;
  }
  if (fields.category !== undefined) {
    change.category = [fields.category, fields.subcategory].filter(Boolean).join(' / ');
  }
  if (fields.technician) change.ownerId = found(world.state.people, 'person', fields.technician.userId, idOf).id;
  if (fields.requester) change.contactId = found(world.state.contacts, 'contact', fields.requester.userId, idOf).id;
  return change;
}

const noteInput = z.object({
  ticket: z.unknown(),
  content: z.string(),
  privacyType: z.enum(['PUBLIC', 'PRIVATE']).default('PRIVATE'),
});
const conversationInput = z.object({
  ticket: z.unknown(),
  content: z.string(),
  toUsers: z.array(z.object({ email: z.string() })).default([]),
  sendMail: z.boolean().default(true),
});
const createInput = fieldsShape.extend({
  subject: z.string().min(1),
  description: z.string().optional(),
  client: z.object({ accountId: z.unknown() }),
  source: z.enum(['FORM', 'AGENT', 'EMAIL', 'AI', 'PHONE', 'INTEGRATION']),
  sourceReferenceId: z.string().optional(),
});
const worklogInput = z.array(
  z.object({
    qty: z.string(),
    billDateTime: z.string(),
    notes: z.string().nullish(),
    workItem: z.object({ workId: z.unknown(), module: z.literal('TICKET') }),
  }),
);
const scriptInput = z.object({
  assetId: z.unknown(),
  scriptId: z.unknown(),
  scriptArguments: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});

function parsed<T extends z.ZodType>(shape: T, input: unknown): z.output<T> {
  const given = shape.safeParse(input);
  if (given.success) return given.data;
  throw new SuperopsRefusal('type_validation_failed', [given.error.issues[0]?.path.join('.') ?? '']);
}

export const superopsMutations: Record<string, SuperopsResolver> = {
  createTicket: (input, context) => {
    const { world, state } = context;
    const draft = parsed(createInput, input);
    const client = found(world.state.clients, 'client', draft.client.accountId, idOf);
    const change = changesOf(draft, context, { boardId: 1, category: null });
    const ticket = world.addTicket({ ...change, title: draft.subject, clientId: client.id }, by);
    if (draft.description) {
      const note = world.addNote(ticket, { visibility: 'public', text: htmlToText(draft.description) }, by);
      state.noteKinds[String(note.id)] = 'DESCRIPTION';
    }
    if (draft.sourceReferenceId) state.references[String(ticket.id)] = draft.sourceReferenceId;
    return ticketRecord(world, state, ticket);
  },
  updateTicket: (input, context) => {
    const { world, state } = context;
    const ticket = ticketOf(input, context);
    const fields = parsed(fieldsShape, input);
    const wasClosed = ticket.closedAtMs !== null;
    world.updateTicket(ticket, changesOf(fields, context, ticket), by);
    if (!wasClosed && ticket.closedAtMs !== null && fields.suppressCloseNotification !== true) {
      state.closeMails.push(ticket.id);
    }
    return ticketRecord(world, state, ticket);
  },
  createTicketNote: (input, context) => {
    const draft = parsed(noteInput, input);
    const ticket = ticketOf(draft.ticket, context);
    const visibility = draft.privacyType === 'PUBLIC' ? 'public' : 'internal';
    const note = context.world.addNote(ticket, { visibility, text: htmlToText(draft.content) }, by);
    context.state.noteKinds[String(note.id)] = 'NOTE';
    return noteRecord(context.world, note);
  },
  createTicketConversation: (input, context) => {
    const draft = parsed(conversationInput, input);
    const ticket = ticketOf(draft.ticket, context);
    const text = htmlToText(draft.content);
    const note = context.world.addNote(ticket, { visibility: 'public', text, notified: draft.sendMail }, by);
    context.state.noteKinds[String(note.id)] = 'TECH_REPLY';
    return conversationRecord(context.world, note, 'TECH_REPLY');
  },
  createWorklogEntries: (input, context) => {
    const made = parsed(worklogInput, input).map(({ workItem, qty, billDateTime, notes }) => {
      const ticket = ticketOf({ ticketId: workItem.workId }, context);
      const id = context.world.nextId('worklog');
      return { id, ticketId: ticket.id, qty, billDateTime, notes: notes ?? null };
    });
    context.state.worklogs.push(...made);
    return made.map(worklogRecord);
  },
  resolveAlerts: (input, { world }) => {
    for (const { id } of parsed(z.array(z.object({ id: z.unknown() })), input)) {
      world.clearAlert(found(world.state.alerts, 'alert', id, idOf), 'Resolved through the API.');
    }
    return true;
  },
  runScriptOnAsset: (input, { world }): GraphqlValue => {
    const { assetId, scriptId, scriptArguments } = parsed(scriptInput, input);
    const device = found(world.state.devices, 'asset', assetId, idOf);
    const script = world.state.scripts.find((entry) => entry.id === worldId('script', scriptId));
    if (!script) throw new SuperopsRefusal('entity_does_not_exist', ['scriptId']);
    const parameters = Object.fromEntries(scriptArguments.map(({ name, value }) => [name, value]));
    const tag = parameters.RunTag ?? null;
    const run = world.startScript({ deviceId: device.id, scriptId: script.id, via: 'superops/msp', tag, parameters });
    return {
      actionConfigId: vendorId('action', run.id),
      script: jsonScalar({ scriptId: bareMark(vendorId('script', script.id)), name: script.name }),
      scriptArguments: jsonScalar(scriptArguments),
      addedBy: jsonScalar({ name: 'MSPclaw' }),
    };
  },
};
