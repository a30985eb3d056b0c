// What a tenant is made of: system info, boards and their statuses, priorities, members, companies, configurations.
import { countOf, listOf, searchOf } from './collection.ts';
import { notThere, type PsaRoute, type PsaSandboxContext, type Row, route } from './psa-answers.ts';
import {
  boardRow,
  companyRow,
  configurationRow,
  memberRow,
  priorityRows,
  statusRow,
  typeId,
  typeNames,
} from './rows.ts';

/** names run the other way than ids: a list without `orderBy` is in no order worth counting on */
const byName = (rows: Row[]) => [...rows].sort((a, b) => String(b.name).localeCompare(String(a.name)));

const boards = ({ world }: PsaSandboxContext) => byName(world.state.boards.map(boardRow));
const members = ({ world }: PsaSandboxContext) => world.state.people.map(memberRow).reverse();
const companies = ({ world }: PsaSandboxContext) => byName(world.state.clients.map(companyRow));
const configurations = ({ world }: PsaSandboxContext) =>
  byName(world.state.devices.map((device) => configurationRow(world, device)));
const contacts = ({ world }: PsaSandboxContext): Row[] =>
  world.state.contacts.map((contact) => ({
    id: contact.id,
    firstName: contact.name.split(' ')[0] ?? '',
    lastName: contact.name.split(' ').slice(1).join(' '),
    company: { id: contact.clientId },
    inactiveFlag: false,
    communicationItems: [
      {
        id: contact.id,
        type: { id: 1, name: 'Email' },
        value: contact.email,
        defaultFlag: true,
        communicationType: 'Email',
      },
    ],
  }));

const collection = (path: string, rows: (context: PsaSandboxContext) => Row[], noun: string): PsaRoute[] => [
  route('GET', path, listOf(rows)),
  route('GET', `${path}/count`, countOf(rows)),
  route('GET', `${path}/:id`, (request, context) => {
    const row = rows(context).find((entry) => String(entry.id) === request.params.id);
    return row ? { status: 200, json: row } : notThere(noun, request.params.id ?? '');
  }),
];

const statuses = ({ world }: PsaSandboxContext, request: { params: Readonly<Record<string, string>> }) =>
  byName(
    world.state.statuses.filter((one) => String(one.boardId) === request.params.id).map((one) => statusRow(world, one)),
  );

/** every board has the types its tickets ever had, and the usual ones */
const types = ({ world }: PsaSandboxContext, request: { params: Readonly<Record<string, string>> }): Row[] => {
  const board = world.state.boards.find((one) => String(one.id) === request.params.id);
  return byName(
    typeNames(world).map((name) => ({
      id: typeId(name, board?.id ?? 0),
      name,
      board: { id: board?.id, name: board?.name },
      defaultFlag: false,
      inactiveFlag: false,
    })),
  );
};

export const setupRoutes: PsaRoute[] = [
  route('GET', '/system/info', ({ origin }, { state }) => ({
    status: 200,
    json: {
      version: state.codebase.replace('_', '.'),
      isCloud: !origin.startsWith('http://127.'),
      serverTimeZone: 'Eastern Standard Time',
      cloudRegion: 'NA',
      licenseBits: [],
      maxWorkFlowRecordsAllowed: 2_000,
    },
  })),
  ...collection('/service/boards', boards, 'Board'),
  route('GET', '/service/boards/:id/statuses', (request, context) =>
    context.world.state.boards.some((board) => String(board.id) === request.params.id)
      ? listOf(statuses)(request, context)
      : notThere('Board', request.params.id ?? ''),
  ),
  route('GET', '/service/boards/:id/types', (request, context) =>
    context.world.state.boards.some((board) => String(board.id) === request.params.id)
      ? listOf(types)(request, context)
      : notThere('Board', request.params.id ?? ''),
  ),
  ...collection('/service/priorities', priorityRows, 'Priority'),
  ...collection('/system/members', members, 'Member'),
  ...collection('/company/companies', companies, 'Company'),
  route('POST', '/company/companies/search', searchOf(companies)),
  ...collection('/company/contacts', contacts, 'Contact'),
  ...collection('/company/configurations', configurations, 'Configuration'),
  route('POST', '/company/configurations/search', searchOf(configurations)),
];
