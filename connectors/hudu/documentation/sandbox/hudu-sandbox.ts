// Hudu over the shared world: read-only here, for the connector never writes. Passwords are served in clear, like the real
// thing serves them, so that a test can prove that nobody asks.
import {
  defineSandbox,
  type SandboxAnswer,
  type SandboxContext,
  type SandboxRequest,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type HuduState, initialHuduState, sandboxKeys } from './hudu-state.ts';
import { articles, assets, companies, layouts, networks, type Row } from './hudu-views.ts';

type Context = SandboxContext<HuduState>;
const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
const refused = (status: number, error: string): SandboxAnswer => ({ status, json: { error } });
const notFound = () => refused(404, 'Record not found');

const ownCompany = 11;
const isNarrow = (request: SandboxRequest) => request.headers['x-api-key'] === sandboxKeys.narrow;
const visible = (rows: Row[], request: SandboxRequest) =>
  isNarrow(request)
    ? rows.filter((row) => (row.company_id === undefined ? row.id : row.company_id) === ownCompany)
    : rows;

/** filters that Hudu knows; `folder_id` and `archived` are not among those of articles, and are passed over */
function filtered(rows: Row[], request: SandboxRequest): Row[] {
  const { query } = request;
  const company = query.get('company_id');
  const name = query.get('name');
  const search = query.get('search')?.toLowerCase();
  const [from = '', to = ''] = (query.get('updated_at') ?? '').split(',');
  return visible(rows, request).filter(
    (row) =>
      (company === null || String(row.company_id) === company) &&
      (name === null || row.name === name) &&
      (search === undefined || JSON.stringify(row).toLowerCase().includes(search)) &&
      (from === '' || Date.parse(row.updated_at) >= Date.parse(from)) &&
      (to === '' || Date.parse(row.updated_at) <= Date.parse(to)),
  );
}

function paged(name: string, rows: Row[], request: SandboxRequest, context: Context): SandboxAnswer {
  const { quirks } = context.state;
  const asked = Number(request.query.get('page_size') ?? 25);
  const size = quirks.ignoresPageSize ? 25 : Math.min(asked, 100);
  const page = Number(request.query.get('page') ?? 1);
  const items = filtered(rows, request).slice((page - 1) * size, page * size);
  return ok(quirks.wrapsOtherwise ? items : { [name]: items });
}

const one = (name: string, row: object | undefined, isWrapped: boolean): SandboxAnswer =>
  row ? ok(isWrapped ? { [name]: row } : row) : notFound();

const byId = (rows: Row[], request: SandboxRequest) =>
  visible(rows, request).find((row) => String(row.id) === request.params.id);

const route = (path: string, handle: (request: SandboxRequest, context: Context) => SandboxAnswer) => ({
  method: 'GET' as const,
  path: `/api/v1${path}`,
  handle,
});

/** IPAM takes no paging at all */
function whole(name: string, rows: Row[], request: SandboxRequest, context: Context): SandboxAnswer {
  for (const parameter of ['page_size', 'page']) {
    if (request.query.has(parameter)) return refused(400, `${parameter} is not a valid filter parameter.`);
  }
  const found = filtered(rows, request);
  return ok(context.state.quirks.wrapsOtherwise ? { [name]: found } : found);
}

export const huduSandbox = defineSandbox<HuduState>({
  connector: 'hudu/documentation',
  initialState: () => initialHuduState(),
  authorise: ({ headers }) => {
    const key = headers['x-api-key'];
    if (key === sandboxKeys.office) return refused(403, 'IP address is not allowed');
    return key === sandboxKeys.full || key === sandboxKeys.narrow ? null : refused(401, 'Invalid API key');
  },
  routes: [
    route('/api_info', () => ok({ version: '2.44.0', date: '2026-07-24' })),
    route('/companies', (request, context) => paged('companies', companies(context.world.state), request, context)),
    route('/articles', (request, context) => paged('articles', articles(context.world.state), request, context)),
    route('/articles/:id', (request, context) => {
      const article = byId(articles(context.world.state), request);
      const hidden = context.world.state.documents.some(({ id }) => String(id) === request.params.id);
      if (!article && hidden) return refused(403, 'The API key has no access to this company');
      return one('article', article, !context.state.quirks.wrapsOtherwise);
    }),
    route('/assets', (request, context) =>
      paged('assets', assets(context.world.state, context.state.quirks), request, context),
    ),
    route('/companies/:company/assets/:id', (request, context) => {
      const rows = assets(context.world.state, context.state.quirks);
      const row = byId(rows, request);
      const isThere = String(row?.company_id) === request.params.company;
      return one('asset', isThere ? row : undefined, context.state.quirks.wrapsOtherwise);
    }),
    route('/asset_layouts', (request, context) => {
      const page = Number(request.query.get('page') ?? 1);
      const all = layouts(context.world.state, context.state.quirks);
      return ok({ asset_layouts: all.slice((page - 1) * 25, page * 25) });
    }),
    route('/asset_layouts/:id', (request, context) => {
      const all = layouts(context.world.state, context.state.quirks);
      return one(
        'asset_layout',
        all.find(({ id }) => String(id) === request.params.id),
        true,
      );
    }),
    route('/networks', (request, context) => whole('networks', networks(context.world.state), request, context)),
    route('/networks/:id', (request, context) =>
      one('network', byId(networks(context.world.state), request), context.state.quirks.wrapsOtherwise),
    ),
    route('/asset_passwords', (_request, context) => ok({ asset_passwords: context.world.state.passwords })),
  ],
  notFound,
  // text, and no word of how long to wait
  failure: (status) => (status === 429 ? { status, text: 'Retry later' } : refused(status, 'Something went wrong')),
  connection: (origin) => ({ settings: { host: origin }, secrets: { apiKey: sandboxKeys.full } }),
});
