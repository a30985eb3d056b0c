// /system/callbacks and the open address of the signing key.
import type { SandboxAnswer } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { callbackRow } from './callbacks.ts';
import { countOf, listOf } from './collection.ts';
import { notThere, type PsaRoute, type PsaSandboxContext, record, refusal, route } from './psa-answers.ts';

const rows = ({ state, world }: PsaSandboxContext) => state.callbacks.map((one) => callbackRow(one, world.nowMs()));

export const callbackRoutes: PsaRoute[] = [
  route('GET', '/system/callbacks', listOf(rows)),
  route('GET', '/system/callbacks/count', countOf(rows)),
  route('POST', '/system/callbacks', (request, context) => register(record(request.json()), context)),
  route('PATCH', '/system/callbacks/:id', (request, context) => {
    const callback = context.state.callbacks.find((one) => String(one.id) === request.params.id);
    if (!callback) return notThere('callback', request.params.id ?? '');
    const operations = request.json();
    for (const operation of Array.isArray(operations) ? operations.map(record) : []) {
      if (operation.path === 'inactiveFlag' && typeof operation.value === 'boolean') {
        callback.inactiveFlag = operation.value;
        callback.firstFailedAtMs = null;
        callback.lastFailedAtMs = null;
      }
      if (operation.path === 'url' && typeof operation.value === 'string') callback.url = operation.value;
    }
    return { status: 200, json: callbackRow(callback, context.world.nowMs()) };
  }),
  route('DELETE', '/system/callbacks/:id', (request, { state }) => {
    const kept = state.callbacks.filter((one) => String(one.id) !== request.params.id);
    if (kept.length === state.callbacks.length) return notThere('callback', request.params.id ?? '');
    state.callbacks = kept;
    return { status: 204 };
  }),
  {
    ...route('GET', '/system/callbacks/keys/:id', (request, { state }) =>
      request.params.id === String(state.keyId)
        ? { status: 200, json: { signing_key: state.signingKey } }
        : notThere('key', request.params.id ?? ''),
    ),
    isOpen: true,
  },
];

const levels = new Set(['owner', 'board', 'status', 'company', 'contact']);

function register(body: Record<string, unknown>, { state, world }: PsaSandboxContext): SandboxAnswer {
  const { url, objectId, type, level } = body;
  const missing = ['url', 'objectId', 'type', 'level'].filter((name) => body[name] === undefined || body[name] === '');
  if (
    typeof url !== 'string' ||
    typeof objectId !== 'number' ||
    typeof type !== 'string' ||
    typeof level !== 'string'
  ) {
    const problems = missing.map((field) => ({ message: `${field} is required`, field, resource: 'callbackEntry' }));
    return refusal(400, 'InvalidObject', 'callbackEntry object is invalid', problems);
  }
  if (!levels.has(level)) return refusal(400, 'InvalidObject', `level ${level} is not known`);
  const callback = {
    id: world.nextId('callback'),
    url,
    type: type.toLowerCase(),
    level: level.toLowerCase(),
    objectId,
    description: typeof body.description === 'string' ? body.description : '',
    isSelfSuppressedFlag: body.isSelfSuppressedFlag === true,
    inactiveFlag: body.inactiveFlag === true,
    firstFailedAtMs: null,
    lastFailedAtMs: null,
  };
  state.callbacks.push(callback);
  return { status: 201, json: callbackRow(callback, world.nowMs()) };
}
