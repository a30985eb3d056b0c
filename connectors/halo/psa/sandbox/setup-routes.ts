// What an instance is set up with, and its customers, users and assets.
import type { SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type HaloHandler, type HaloRoute, type HaloSandboxContext, ok, teamNames } from './halo-state.ts';
import { paged } from './paged.ts';
import { assetRow, priorities } from './rows.ts';

const get = (path: string, handle: HaloHandler): HaloRoute => ({ method: 'GET', path: `/api${path}`, handle });

export const setupRoutes: HaloRoute[] = [
  get('/Agent/me', () => ok({ id: 99, name: 'MSPclaw API', isapiagent: true })),
  get('/Agent', (_request, { world }) =>
    ok(
      world.state.people
        .filter((person) => person.isActive)
        .map(({ id, name, handle, email }) => ({
          id,
          name,
          initials: handle.slice(0, 2).toUpperCase(),
          email,
          isdisabled: false,
        })),
    ),
  ),
  get('/Team', () => ok(teamNames.map((name, index) => ({ id: index + 1, name, inactive: false })))),
  get('/TicketType', (_request, { world }) =>
    ok(world.state.boards.map(({ id, name, isActive }) => ({ id, name, visible: isActive, cancreate: isActive }))),
  ),
  get('/Status', (request, { world, state }) => {
    const type = request.query.get('tickettype_id');
    const excludesClosed = request.query.get('excludeclosed') === 'true' && !state.quirks.ignoresExcludeClosed;
    return ok(
      world.state.statuses
        .filter((status) => type === null || String(status.boardId) === type)
        .filter((status) => !excludesClosed || !status.isClosed)
        .map(({ id, name }, index) => ({ id, name, shortname: name, sequence: index, type: 0 })),
    );
  }),
  get('/Priority', () =>
    // every SLA has its own row of each
    ok(
      [1, 2].flatMap((slaid) =>
        priorities.map((name, index) => ({
          id: `00000000-0000-4000-8000-0000000000${slaid}${index}`,
          slaid,
          priorityid: index + 1,
          name: name[0]?.toUpperCase() + name.slice(1),
          ishidden: false,
        })),
      ),
    ),
  ),
  get('/Category', (_request, { world }) =>
    ok(categories(world).map((value, index) => ({ id: index + 1, value, category_name: value, type_id: 1 }))),
  ),
  get('/Client', (request, context) => paged(request, 'clients', clients(context))),
  get('/Client/:id', (request, context) => {
    const client = clients(context).find(({ id }) => String(id) === request.params.id);
    return client ? ok(client) : { status: 404, text: 'Client not found' };
  }),
  get('/Users', (request, { world }) =>
    paged(
      request,
      'users',
      world.state.contacts.filter(ofClient(request)).map(({ id, name, email, clientId }) => ({
        id,
        name,
        emailaddress: email,
        inactive: false,
        client_id: clientId,
        client_name: world.state.clients.find((client) => client.id === clientId)?.name ?? '',
      })),
    ),
  ),
  get('/Asset', (request, { world }) =>
    paged(
      request,
      'assets',
      world.state.devices
        .filter(ofClient(request))
        .map((device) => assetRow(world, device, request.query.get('includeassetfields') === 'true')),
    ),
  ),
];

const clients = ({ world }: HaloSandboxContext) =>
  world.state.clients.map(({ id, name, isActive, siteId, siteName }) => ({
    id,
    name,
    inactive: !isActive,
    main_site_id: siteId,
    main_site_name: siteName,
  }));

const categories = (world: HaloSandboxContext['world']) =>
  [...new Set(world.state.tickets.flatMap(({ category }) => category ?? []))].sort();

const ofClient = (request: SandboxRequest) => (row: { clientId: number }) =>
  request.query.get('client_id') === null || String(row.clientId) === request.query.get('client_id');
