// IT Glue over the shared world: read-only here, for the connector never writes. Passwords are served like the real thing
// serves them, so that a test can prove that nobody asks.
import { defineSandbox, type SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { type ItGlueState, initialItGlueState, sandboxKeys } from './it-glue-state.ts';
import {
  answer,
  filter,
  type ItGlueSandboxContext,
  list,
  notFound,
  one,
  problem,
  type Resource,
  unauthorized,
} from './json-api.ts';
import {
  assetFields,
  assets,
  assetTypes,
  configurations,
  contacts,
  documents,
  organizations,
  sections,
} from './views.ts';

const hiddenFromNarrow = 14;

/** what this key may see */
const visible = (resources: Resource[], request: SandboxRequest) =>
  request.headers['x-api-key'] === sandboxKeys.narrow
    ? resources.filter(
        ({ type, id, attributes }) =>
          attributes['organization-id'] !== hiddenFromNarrow && !(type === 'organizations' && id === '14'),
      )
    : resources;

const ofOrganization = (resources: Resource[], request: SandboxRequest) => {
  const wanted = filter(request, 'organization_id');
  return resources.filter(
    ({ attributes }) => wanted === null || wanted.includes(String(attributes['organization-id'])),
  );
};

/** a record that is there but hidden answers as a wrong key does */
function show(resources: Resource[], request: SandboxRequest, context: ItGlueSandboxContext) {
  const found = resources.find(({ id }) => id === request.params.id);
  if (found && !visible([found], request).length) return unauthorized(context);
  return one(found, context);
}

const route = (
  path: string,
  handle: (request: SandboxRequest, context: ItGlueSandboxContext) => ReturnType<typeof answer>,
) => ({ method: 'GET' as const, path, handle });

export const itGlueSandbox = defineSandbox<ItGlueState>({
  connector: 'itglue/documentation',
  initialState: () => initialItGlueState(),
  authorise: ({ headers }, context) => {
    const key = headers['x-api-key'];
    if (key === sandboxKeys.office) return problem(403, 'Forbidden', 'The IP address is not allowed');
    return key === sandboxKeys.full || key === sandboxKeys.narrow ? null : unauthorized(context);
  },
  routes: [
    route('/organizations', (request, context) =>
      list(visible(organizations(context.world.state), request), request, context),
    ),
    route('/contacts', (request, context) =>
      list(visible(ofOrganization(contacts(context.world.state), request), request), request, context),
    ),
    route('/configurations', (request, context) => {
      const all = configurations(context.world.state, context.state.quirks);
      return list(visible(ofOrganization(all, request), request), request, context);
    }),
    route('/configurations/:id', (request, context) =>
      show(configurations(context.world.state, context.state.quirks), request, context),
    ),
    route('/flexible_asset_types', (request, context) => list(assetTypes(context.world.state), request, context)),
    route('/flexible_asset_types/:id/relationships/flexible_asset_fields', (request, context) => {
      const fields = assetFields(context.world.state, request.params.id ?? '', context.state.quirks);
      return fields ? list(fields, request, context) : notFound(context);
    }),
    route('/flexible_assets', (request, context) => {
      const types = filter(request, 'flexible_asset_type_id');
      if (!types) {
        const { errorStatus } = context.state.quirks;
        return problem(422, 'Unprocessable Entity', 'filter[flexible_asset_type_id] is required', errorStatus);
      }
      const all = assets(context.world.state, context.state.quirks).filter(({ attributes }) =>
        types.includes(String(attributes['flexible-asset-type-id'])),
      );
      return list(visible(ofOrganization(all, request), request), request, context);
    }),
    route('/flexible_assets/:id', (request, context) =>
      show(assets(context.world.state, context.state.quirks), request, context),
    ),
    route('/organizations/:id/relationships/documents', (request, context) => {
      const { quirks } = context.state;
      const all = documents(context.world.state, quirks).filter(
        ({ attributes }) => String(attributes['organization-id']) === request.params.id,
      );
      const isNull = request.query.get('filter[document_folder_id]') === 'null';
      const isNotNull = request.query.get('filter[document_folder_id][ne]') === 'null';
      if ((isNull || isNotNull) && quirks.folderFilter === 'refused')
        return problem(422, 'Unprocessable Entity', 'filter is invalid', quirks.errorStatus);
      if (isNotNull && quirks.folderFilter === 'null')
        return problem(400, 'Bad Request', 'filter is invalid', quirks.errorStatus);
      const found = all.filter(({ isFoldered }) =>
        isNotNull ? isFoldered : isNull && quirks.folderFilter === 'null' ? true : !isFoldered,
      );
      return list(
        visible(
          found.map(({ isFoldered: _, ...resource }) => resource),
          request,
        ),
        request,
        context,
      );
    }),
    route('/documents/:id', (request, context) =>
      show(
        documents(context.world.state, context.state.quirks).map(({ isFoldered: _, ...resource }) => resource),
        request,
        context,
      ),
    ),
    route('/documents/:id/relationships/sections', (request, context) => {
      const article = context.world.state.documents.find(({ id }) => String(id) === request.params.id);
      return article ? list(sections(article), request, context) : notFound(context);
    }),
    route('/passwords', (_request, context) =>
      answer({ data: context.world.state.passwords.map((entry) => ({ id: String(entry.id), attributes: entry })) }),
    ),
  ],
  notFound: () => notFound(),
  failure: (status, retryAfterSeconds) => ({
    ...problem(status, status === 429 ? 'Too Many Requests' : 'Error', 'Try again later'),
    ...(retryAfterSeconds === null ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  }),
  connection: (origin) => ({ settings: { host: origin }, secrets: { apiKey: sandboxKeys.full } }),
});
