// Autotask's REST API v1.0 over the sandbox world: zones, three headers, picklists, queries, and its way to say no.
import { setTimeout as delay } from 'node:timers/promises';
import { defineSandbox, type SandboxAnswer, type SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import {
  type AutotaskRoute,
  type AutotaskSandbox,
  type AutotaskSandboxState,
  initialAutotaskState,
  noRight,
  ok,
  refuse,
} from './autotask-state.ts';
import { noteFields, ticketFields, webhookFields } from './picklist-fields.ts';
import { answerQuery, countQuery } from './query-grammar.ts';
import { type Entity, entities } from './rows.ts';
import { patchTicket, postNote, postTicket, postTimeEntry } from './ticket-writes.ts';
import { patchWebhook, postExcludedResource, postWebhook, postWebhookField, tellWebhooks } from './webhooks.ts';

type Handle = AutotaskRoute['handle'];
const mostThreads = 3;
/** calls under way, by world and kind of record */
const underWay = new WeakMap<object, Map<string, number>>();

/** No more than three at once per kind of record; refused with a text, under a status of its own. */
const threaded =
  (handle: Handle): Handle =>
  async (request, context) => {
    const counts = underWay.get(context.world) ?? new Map<string, number>();
    underWay.set(context.world, counts);
    const kind = request.path.split('/')[3] ?? '';
    const now = (counts.get(kind) ?? 0) + 1;
    if (now > mostThreads) {
      return refuse(500, `Itgenatr005: The thread threshold of ${mostThreads} for this object endpoint was exceeded.`);
    }
    counts.set(kind, now);
    try {
      const { latencyMs } = context.state.quirks;
      if (latencyMs > 0) await delay(latencyMs);
      return await handle(request, context);
    } finally {
      counts.set(kind, (counts.get(kind) ?? 1) - 1);
    }
  };
const route = (method: AutotaskRoute['method'], path: string, handle: Handle): AutotaskRoute => ({
  method,
  path: `/:zone/V1.0${path}`,
  handle: threaded(handle),
});

function queryRoutes(entity: Entity): AutotaskRoute[] {
  const fieldsOf = (context: AutotaskSandbox) =>
    new Set([...(entity.fields ?? []), ...entity.rows(context).flatMap((row) => Object.keys(row)), 'id']);
  const query: Handle = (request, context) =>
    answerQuery(
      entity.rows(context),
      { entity: entity.name, noun: entity.noun, fields: fieldsOf(context) },
      request,
      context,
    );
  const count: Handle = (request, context) =>
    countQuery(entity.rows(context), { noun: entity.noun, fields: fieldsOf(context) }, request);
  return [
    route('POST', `/${entity.name}/query`, query),
    route('GET', `/${entity.name}/query`, query),
    // the same method and the same body again
    route('POST', `/${entity.name}/query/next`, query),
    route('POST', `/${entity.name}/query/count`, count),
    route('GET', `/${entity.name}/entityInformation`, (request, { state }) => {
      const access = request.headers.username === state.readOnlyUserName ? 'None' : 'All';
      const info = {
        name: entity.noun,
        canCreate: true,
        canUpdate: true,
        canQuery: true,
        userAccessForCreate: access,
        userAccessForUpdate: access,
        userAccessForQuery: 'All',
      };
      return ok({ info });
    }),
    route('GET', `/${entity.name}/:id`, (request, context) =>
      // not found is an answer
      ok({ item: entity.rows(context).find((row) => String(row.id) === request.params.id) ?? null }),
    ),
  ];
}

const zoneInformation: AutotaskRoute = {
  method: 'GET',
  path: '/ATServicesRest/V1.0/ZoneInformation',
  isOpen: true,
  handle: (request, { state }) => {
    if (![state.userName, state.readOnlyUserName].includes(request.query.get('user') ?? '')) {
      return refuse(500, 'Zone information could not be determined');
    }
    const url = state.quirks.zoneUrl ?? `${request.origin}/${state.zone}/`;
    return ok({ zoneName: 'Sandbox', url, webUrl: `${request.origin}/`, ci: 1 });
  },
};

const timeRoute =
  (path: 'below the ticket' | 'flat'): Handle =>
  (request, context) => {
    if (context.state.quirks.timeEntryPath !== path) return refuse(404, 'No resource was found at this address.');
    const body = request.json();
    const flat = typeof body === 'object' && body !== null && 'ticketID' in body ? body.ticketID : undefined;
    return postTimeEntry(path === 'flat' ? flat : request.params.id, request, context);
  };

export const autotaskSandbox = defineSandbox<AutotaskSandboxState>({
  connector: 'autotask/psa',
  initialState: initialAutotaskState,
  authorise,
  routes: [
    zoneInformation,
    route('GET', '/ThresholdInformation', (_request, { state }) =>
      ok({
        externalRequestThreshold: 10_000,
        requestThresholdTimeframe: 60,
        currentTimeframeRequestCount: state.requestCount,
      }),
    ),
    route('GET', '/Tickets/entityInformation/fields', (_request, context) => ok({ fields: ticketFields(context) })),
    route('GET', '/TicketNotes/entityInformation/fields', (_request, { state }) => ok({ fields: noteFields(state) })),
    route('GET', '/TicketWebhookFields/entityInformation/fields', () => ok({ fields: webhookFields() })),
    route('POST', '/Tickets', postTicket),
    route('PATCH', '/Tickets', patchTicket),
    route('POST', '/Tickets/:id/Notes', postNote),
    route('POST', '/Tickets/:id/TimeEntries', timeRoute('below the ticket')),
    route('POST', '/TimeEntries', timeRoute('flat')),
    route('POST', '/TicketWebhooks', postWebhook),
    route('PATCH', '/TicketWebhooks', patchWebhook),
    route('POST', '/TicketWebhooks/:id/Fields', postWebhookField),
    route('POST', '/TicketWebhooks/:id/ExcludedResources', postExcludedResource),
    ...entities.flatMap(queryRoutes),
  ],
  notFound: () => refuse(404, 'No HTTP resource was found that matches the request URI.'),
  changes,
  failure: (status) =>
    refuse(status, status === 429 ? 'The request threshold was exceeded.' : 'An internal error occurred.'),
  onEvent: tellWebhooks,
  connection: (origin, { userName, secret, integrationCode }) => ({
    settings: { userName, discoveryHost: origin, defaultQueue: null, timeResource: '24' },
    secrets: { integrationCode, secret, webhookSecret: 'sandbox-webhook-secret-0123456789abcdef' },
  }),
});

/** questions are posted, too */
function changes(request: SandboxRequest): boolean {
  return request.method !== 'GET' && !/\/query(\/(count|next))?$/.test(request.path);
}

function authorise(request: SandboxRequest, { state }: AutotaskSandbox): SandboxAnswer | null {
  state.requestCount++;
  const { username, secret, apiintegrationcode } = request.headers;
  const isKnown = username === state.userName || username === state.readOnlyUserName;
  // a wrong zone cannot be told from a wrong key
  const isHere = request.path.split('/')[1] === state.zone;
  if (!isHere || !isKnown || secret !== state.secret || apiintegrationcode !== state.integrationCode) {
    return { status: 401, json: { errors: ['The username and/or password is invalid.'] } };
  }
  return username === state.readOnlyUserName && changes(request) ? noRight() : null;
}
