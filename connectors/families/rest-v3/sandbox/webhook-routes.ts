// Webhooks of notifications: the key is shown when it is made, and never again.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { odataList } from './odata-list.ts';
import {
  done,
  ok,
  type RestV3DialectOptions,
  type RestV3Route,
  type RestV3Sandbox,
  type RestV3SandboxWebhook,
  refuse,
} from './rest-v3-state.ts';

const bodyOf = (request: SandboxRequest): Record<string, unknown> => {
  const body = request.json();
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
};
const textOr = (value: unknown, other: string | null) => (typeof value === 'string' ? value : other);

/** null = refused */
function writtenOver(before: RestV3SandboxWebhook, body: Record<string, unknown>): RestV3SandboxWebhook | null {
  const { Priorities, Url, OrganizationIds } = body;
  if (!Array.isArray(Priorities) || Priorities.length === 0 || typeof Url !== 'string' || !/^https?:/.test(Url))
    return null;
  return {
    ...before,
    Name: textOr(body.Name, before.Name),
    Description: textOr(body.Description, before.Description),
    Priorities: Priorities.map(String),
    OrganizationIds: Array.isArray(OrganizationIds) ? OrganizationIds.map(Number) : null,
    Url,
    Language: textOr(body.Language, 'en') ?? 'en',
  };
}

const shown = ({ SecretKey: _secret, ...webhook }: RestV3SandboxWebhook) => webhook;
const newKey = ({ world }: RestV3Sandbox) => `${world.nextUid()}${world.nextUid()}`.replaceAll('-', '');

export function webhookRoutes(options: RestV3DialectOptions): RestV3Route[] {
  const path = `${options.base}/notifications/webhooks`;
  const ofWebhook =
    (
      handle: (webhook: RestV3SandboxWebhook, request: SandboxRequest, context: RestV3Sandbox) => SandboxAnswer,
    ): RestV3Route['handle'] =>
    (request, context) => {
      const webhook = context.state.webhooks.find(({ Id }) => String(Id) === request.params.id);
      return webhook ? handle(webhook, request, context) : refuse(options, 404, 'Entity is not found.');
    };
  const update = (byPatch: boolean) =>
    ofWebhook((webhook, request, { state, world }) => {
      if (state.quirks.updatesByPatch !== byPatch) return refuse(options, 405, 'Method not allowed.');
      const next = writtenOver(webhook, bodyOf(request));
      if (!next) return refuse(options, 400, 'The request is invalid.');
      Object.assign(webhook, next);
      const { CreatedAt: _created, ...row } = shown(next);
      return ok({ ...row, UpdatedAt: new Date(world.nowMs()).toISOString().slice(0, 19) });
    });
  return [
    {
      method: 'GET',
      path,
      handle: (request, context) => odataList(context.state.webhooks.map(shown), request, context, options, ['Id']),
    },
    {
      method: 'POST',
      path,
      handle: (request, context) => {
        const { state, world } = context;
        const blank: RestV3SandboxWebhook = {
          Id: world.nextId(`${options.connector}.webhook`),
          Name: null,
          Description: null,
          Priorities: [],
          OrganizationIds: null,
          Headers: null,
          Url: '',
          Language: 'en',
          CreatedAt: new Date(world.nowMs()).toISOString().slice(0, 19),
          SecretKey: newKey(context),
        };
        const made = writtenOver(blank, bodyOf(request));
        if (!made) return refuse(options, 400, 'The request is invalid.');
        state.webhooks.push(made);
        return ok(made);
      },
    },
    { method: 'GET', path: `${path}/:id`, handle: ofWebhook((webhook) => ok(shown(webhook))) },
    { method: 'PUT', path: `${path}/:id`, handle: update(false) },
    { method: 'PATCH', path: `${path}/:id`, handle: update(true) },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      handle: ofWebhook((webhook, _request, { state }) => {
        state.webhooks = state.webhooks.filter((entry) => entry !== webhook);
        return done;
      }),
    },
    {
      method: 'POST',
      path: `${path}/:id/regenerateSecretKey`,
      handle: ofWebhook((webhook, _request, context) => {
        webhook.SecretKey = newKey(context);
        return ok({ SecretKey: webhook.SecretKey });
      }),
    },
  ];
}
