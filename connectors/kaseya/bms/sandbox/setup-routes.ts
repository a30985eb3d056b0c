// Lookups, accounts, contacts, hardware assets.
import type { SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type BmsHandler, type BmsRoute, ok, pageOf, route } from './bms-state.ts';
import { capital, issueTypes, priorities, statusNames } from './rows.ts';
import { ownId } from './sign-in.ts';

const get = (path: string, handle: BmsHandler) => route('GET', path, handle);
const ofAccount = (request: SandboxRequest, name: string) => (row: { clientId: number }) =>
  request.query.get(name) === null || String(row.clientId) === request.query.get(name);

export const setupRoutes: BmsRoute[] = [
  get('/security/userinfo', (request, context) =>
    ok({
      UserId: ownId(request, context),
      FullName: 'MSPclaw API',
      BusinessName: 'MSP Demo',
      IsUserSystemAdmin: false,
    }),
  ),
  get('/system/queues/lookup', (_request, { world }) =>
    ok(world.state.boards.map(({ id, name, isActive }) => ({ Id: id, Name: name, IsActive: isActive }))),
  ),
  get('/system/statuses/lookup', (_request, { world }) =>
    ok(
      statusNames(world).map((Name, index) => ({
        Id: index + 1,
        Name,
        StatusOrder: index,
        TypeId: 1,
        IsSystemStatus: 0,
        IsActive: true,
      })),
    ),
  ),
  get('/system/priorities/lookup', () =>
    ok(
      priorities.map((name, index) => ({
        Id: index + 1,
        Name: capital(name),
        Color: '#000000',
        IsDefault: name === 'medium',
      })),
    ),
  ),
  get('/system/issuetypes/lookup', (_request, { world }) =>
    ok(issueTypes(world).map((Name, index) => ({ Id: index + 1, Name, IsActive: true }))),
  ),
  get('/system/worktypes/lookup', () =>
    ok([
      { Id: 1, Name: 'Remote', IsDefault: true, IsActive: true },
      { Id: 2, Name: 'On site', IsDefault: false, IsActive: true },
    ]),
  ),
  get('/system/roles/lookup', () => ok([{ Id: 1, Name: 'Technician', IsDefault: true }])),
  get('/servicedesk/templates/notes/lookup', (_request, { state }) =>
    ok(state.quirks.hasNoteTemplates ? [{ Id: 1, Name: 'Note', TypeId: 4, StatusId: null, IsInternal: true }] : []),
  ),
  get('/hr/assignees/lookup', (request, { world }) =>
    ok(
      pageOf(
        request,
        world.state.people
          .filter(({ isActive }) => isActive)
          .map(({ id, name, email }) => ({ Id: id, Name: name, EmailAddress: email, JobTitle: 'Technician' })),
      ),
    ),
  ),
  get('/crm/accounts/lookup', (request, { world }) =>
    ok(
      pageOf(
        request,
        world.state.clients.map(({ id, name, isActive }) => ({ Id: id, Name: name, IsActive: isActive })),
      ),
    ),
  ),
  get('/crm/accounts/:id/locations/lookup', (request, { world, state }) =>
    ok(
      world.state.clients
        .filter(({ id }) => String(id) === request.params.id)
        .flatMap(({ id, siteId, siteName }) => {
          const main = { Id: siteId, Name: siteName, AccountId: id, IsMain: !state.quirks.hidesMainLocation };
          return [main, { Id: siteId + 100, Name: 'Warehouse', AccountId: id, IsMain: false }];
        }),
    ),
  ),
  get('/crm/contacts/search', (request, { world }) =>
    ok(
      pageOf(
        request,
        world.state.contacts.filter(ofAccount(request, 'Filter.AccountIds')).map(({ id, name, email, clientId }) => ({
          Id: id,
          AccountId: clientId,
          AccountName: world.state.clients.find((client) => client.id === clientId)?.name ?? null,
          FirstName: name.split(' ')[0],
          LastName: name.split(' ').slice(1).join(' '),
          EmailAddress: email,
          IsActive: true,
        })),
      ),
    ),
  ),
  get('/servicedesk/hardwareasset/searchselect', (request, { world }) =>
    ok(
      pageOf(
        request,
        world.state.devices.filter(ofAccount(request, 'Filter.AccountId')).map((device) => ({
          Id: device.configurationId,
          CategoryName: capital(device.role),
          CategoryId: device.role === 'server' ? 2 : 1,
          AssetName: device.name,
          SerialNumber: device.serial,
          IPAddress: device.ipAddress,
          AccountId: device.clientId,
          AccountName: world.state.clients.find((client) => client.id === device.clientId)?.name ?? null,
          LocationName: world.state.clients.find((client) => client.id === device.clientId)?.siteName ?? null,
          IsActive: true,
        })),
      ),
    ),
  ),
];
