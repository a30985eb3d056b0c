// What SuperOps answers to questions. One entry per query; arguments as the document gave them.
import { z } from 'zod';
import { type GraphqlRecord, type GraphqlValue, jsonScalar } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import type { SandboxContext } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { activityRecord, alertRecord, assetRecord, diskRecords, patchRecords, scriptRecord } from './asset-records.ts';
import { type ListRules, listAnswer } from './list-info.ts';
import { SuperopsRefusal } from './superops-answers.ts';
import type { SuperopsSandboxState } from './superops-state.ts';
import {
  categoryRecords,
  clientRecord,
  conversationRecord,
  noteKind,
  noteRecord,
  priorityNames,
  statusNames,
  ticketRecord,
  userRecord,
} from './ticket-records.ts';
import { bareMark, type IdKind, vendorId, worldId } from './vendor-ids.ts';

export type SuperopsResolver = (input: unknown, context: SandboxContext<SuperopsSandboxState>) => GraphqlValue;
type Context = SandboxContext<SuperopsSandboxState>;

const isText = ['is', 'contains', 'startsWith'];
const rulesOf = (query: string, rowsName: string, change: Partial<ListRules> = {}): ListRules => ({
  query,
  rowsName,
  conditions: {},
  sorts: [],
  ...change,
});
/** `{attribute: operators}` where this tenant knows it, nothing where it does not, and ignored in between */
const maybe = (attribute: string, isKnown: boolean | null): Pick<ListRules, 'conditions' | 'ignored'> =>
  isKnown === null ? { conditions: {}, ignored: [attribute] } : { conditions: isKnown ? { [attribute]: ['is'] } : {} };

const assetInput = z.object({ assetId: z.unknown(), listInfo: z.unknown().optional() });

export function found<T>(rows: readonly T[], kind: IdKind, id: unknown, idOf: (row: T) => number): T {
  const wanted = worldId(kind, id);
  const row = rows.find((entry) => idOf(entry) === wanted);
  if (!row) throw new SuperopsRefusal('entity_does_not_exist', [`${kind}Id`]);
  return row;
}
const idOf = (row: { id: number }) => row.id;

const assetOf = (input: unknown, { world }: Context) =>
  found(world.state.devices, 'asset', assetInput.parse(input).assetId, idOf);
export const ticketOf = (input: unknown, { world }: Context) =>
  found(world.state.tickets, 'ticket', z.object({ ticketId: z.unknown() }).parse(input).ticketId, idOf);
const notesOf = (input: unknown, context: Context) => {
  const ticket = ticketOf(input, context);
  return context.world.state.notes
    .filter((note) => note.ticketId === ticket.id)
    .map((note) => ({ note, kind: noteKind(context.world, context.state, note) }));
};

function alerts(rows: GraphqlRecord[], listInfo: unknown, query: string, { state }: Context): GraphqlRecord {
  const byId = maybe('id', state.quirks.searchesAlertId);
  const status = state.quirks.knowsNotIncludes ? ['includes', 'is', 'notIncludes'] : ['includes', 'is'];
  const conditions = { ...byId.conditions, status, severity: ['is', 'includes'] };
  return listAnswer(
    rows,
    listInfo,
    rulesOf(query, 'alerts', { ...byId, conditions, sorts: ['createdTime'] }),
    state.quirks,
  );
}

export const superopsQueries: Record<string, SuperopsResolver> = {
  getTicketList: (input, { world, state }) => {
    const { searchesReference } = state.quirks;
    const findsNothing = searchesReference === 'nothing';
    const reference = maybe('sourceReferenceId', findsNothing ? true : searchesReference);
    const conditions = {
      ...reference.conditions,
      subject: isText,
      displayId: ['is'],
      status: ['includes'],
      priority: ['is'],
      'client.name': ['is'],
      'technician.name': ['is'],
    };
    const rules = rulesOf('getTicketList', 'tickets', {
      ...reference,
      conditions,
      sorts: ['createdTime', 'updatedTime'],
    });
    const rows = world.state.tickets.map((ticket) => ({
      ...ticketRecord(world, state, ticket),
      ...(findsNothing ? { sourceReferenceId: null } : {}),
    }));
    return listAnswer(rows, input, rules, state.quirks);
  },
  getTicket: (input, context) => ticketRecord(context.world, context.state, ticketOf(input, context)),
  getTicketConversationList: (input, context) =>
    notesOf(input, context)
      .filter(({ kind }) => kind !== 'NOTE')
      .map(({ note, kind }) => conversationRecord(context.world, note, kind)),
  getTicketNoteList: (input, context) =>
    notesOf(input, context)
      .filter(({ kind }) => kind === 'NOTE')
      .map(({ note }) => noteRecord(context.world, note)),
  getStatusList: (_input, { world }) =>
    statusNames(world).map((name, index) => ({ id: String(index + 1), name, description: null })),
  getPriorityList: () =>
    Object.values(priorityNames).map((name, index) => ({ id: String(index + 1), name, colorCode: null })),
  getCategoryList: (_input, { world }) => categoryRecords(world),
  getTechnicianGroupList: (_input, { world }) =>
    world.state.boards.flatMap(({ id, name, isActive }) =>
      isActive ? [{ groupId: vendorId('group', id), name }] : [],
    ),
  getTechnicianList: (input, { world, state }) => {
    const rows = world.state.people.map((person) => ({
      userId: vendorId('person', person.id),
      firstName: person.name.split(' ')[0] ?? person.name,
      name: person.name,
      email: person.email,
    }));
    return listAnswer(rows, input, rulesOf('getTechnicianList', 'userList'), state.quirks);
  },
  getClientList: (input, { world, state }) =>
    listAnswer(
      world.state.clients.map(clientRecord),
      input,
      rulesOf('getClientList', 'clients', { conditions: { name: isText } }),
      state.quirks,
    ),
  getClient: (input, { world }) =>
    clientRecord(
      found(world.state.clients, 'client', z.object({ accountId: z.unknown() }).parse(input).accountId, idOf),
    ),
  getClientUserList: (input, { world, state }) => {
    const { clientId, listInfo } = z.object({ clientId: z.unknown(), listInfo: z.unknown() }).partial().parse(input);
    const ofClient = world.state.contacts.filter(
      (contact) => !clientId || contact.clientId === worldId('client', clientId),
    );
    const rows = ofClient.map((contact) => userRecord(world, contact));
    return listAnswer(rows, listInfo, rulesOf('getClientUserList', 'userList'), state.quirks);
  },
  getClientUser: (input, { world }) =>
    userRecord(
      world,
      found(world.state.contacts, 'contact', z.object({ userId: z.unknown() }).parse(input).userId, idOf),
    ),
  getWorklogEntries: (input, { state }) => {
    const rows = state.worklogs.map((entry) => worklogRecord(entry));
    const { listInfo } = z.object({ listInfo: z.unknown() }).partial().parse(input);
    return listAnswer(rows, listInfo, rulesOf('getWorklogEntries', 'entries'), state.quirks);
  },
  getAssetList: (input, { world, state }) =>
    listAnswer(
      world.state.devices.map((device) => assetRecord(world, device)),
      input,
      rulesOf('getAssetList', 'assets', { conditions: { name: isText, hostName: isText, 'client.name': ['is'] } }),
      state.quirks,
    ),
  getAsset: (input, context) => assetRecord(context.world, assetOf(input, context)),
  getAssetDiskDetails: (input, context) => diskRecords(assetOf(input, context)),
  getAssetSummary: (input, context) => {
    const { lastUser } = assetOf(input, context);
    return { lastUserLog: lastUser ? { id: '1', name: lastUser, lastLoginTime: null } : null };
  },
  getAssetPatchDetails: (input, context) =>
    listAnswer(
      patchRecords(assetOf(input, context)),
      assetInput.parse(input).listInfo,
      rulesOf('getAssetPatchDetails', 'assetPatches'),
      context.state.quirks,
    ),
  getAssetActivity: (input, context) => {
    const { world, state } = context;
    const device = assetOf(input, context);
    const shownUntilMs = world.nowMs() - world.dials.feedLagMs;
    const rows = world.state.activities
      .filter((activity) => activity.deviceId === device.id && activity.atMs <= shownUntilMs)
      .map((activity) => activityRecord(world, state, activity));
    const rules = rulesOf('getAssetActivity', 'activities', { sorts: ['createdTime'] });
    return listAnswer(rows, assetInput.parse(input).listInfo, rules, state.quirks);
  },
  getScriptList: (input, { world, state }) =>
    listAnswer(world.state.scripts.map(scriptRecord), input, rulesOf('getScriptList', 'scripts'), state.quirks),
  getAlertList: (input, context) =>
    alerts(
      context.world.state.alerts.map((alert) => alertRecord(context.world, alert)),
      input,
      'getAlertList',
      context,
    ),
  getAlertsForAsset: (input, context) => {
    const device = assetOf(input, context);
    const rows = context.world.state.alerts.filter((alert) => alert.deviceId === device.id);
    const records = rows.map((alert) => alertRecord(context.world, alert));
    return alerts(records, assetInput.parse(input).listInfo, 'getAlertsForAsset', context);
  },
};

export const worklogRecord = (entry: SuperopsSandboxState['worklogs'][number]): GraphqlRecord => ({
  itemId: vendorId('worklog', entry.id),
  status: 'PENDING',
  billable: true,
  afterHours: false,
  qty: entry.qty,
  billDateTime: entry.billDateTime,
  notes: entry.notes,
  workItem: jsonScalar({ workId: bareMark(vendorId('ticket', entry.ticketId)), module: 'TICKET' }),
});
