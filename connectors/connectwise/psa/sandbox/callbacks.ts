// Callbacks of the sandbox: who is told of a change, what is sent, and how a callback that keeps failing goes silent.
import { createHash, createHmac } from 'node:crypto';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { instant, type PsaSandboxContext } from './psa-answers.ts';
import type { CallbackRecord } from './psa-state.ts';
import { ticketRow } from './rows.ts';

const dayMs = 24 * 3_600_000;
/** only these are tried again; anything else, and no answer at all, is dropped */
const retriedStatuses = new Set([404, 409, 419, 429]);

export function callBack(
  context: PsaSandboxContext,
  action: 'added' | 'updated' | 'deleted',
  ticket: WorldTicket,
  by: string,
): void {
  const { state } = context;
  if (state.isSilent) return;
  for (const callback of state.callbacks) {
    if (callback.inactiveFlag || callback.type !== 'ticket' || !watches(callback, ticket)) continue;
    if (callback.isSelfSuppressedFlag && by === state.member) continue;
    send(context, callback, action, ticket, by);
  }
}

function watches(callback: CallbackRecord, ticket: WorldTicket): boolean {
  const scope: Record<string, number> = {
    owner: callback.objectId,
    board: ticket.boardId,
    status: ticket.statusId,
    company: ticket.clientId,
    contact: ticket.contactId ?? 0,
  };
  return scope[callback.level] === callback.objectId;
}

function send(
  context: PsaSandboxContext,
  callback: CallbackRecord,
  action: string,
  ticket: WorldTicket,
  by: string,
): void {
  const { state, world } = context;
  const origin = state.apiOrigin ?? context.origin;
  // the entity is text, and now and then it is not there at all
  const hasEntity = action !== 'deleted' && ticket.version % 4 !== 0;
  const body = JSON.stringify({
    MessageId: world.nextUid(),
    FromUrl: new URL(origin).host,
    CompanyId: state.companyId,
    MemberId: by,
    Action: action,
    Type: 'ticket',
    ID: ticket.id,
    ProductInstanceId: null,
    PartnerId: null,
    Entity: hasEntity ? JSON.stringify(ticketRow(world, ticket)) : null,
    Metadata: { key_url: `${origin}/v4_6_release/apis/3.0/system/callbacks/keys/${state.keyId}` },
    CallbackObjectRecId: callback.id,
  });
  context.deliver({
    url: `${callback.url}${ticket.id}&action=${action}`,
    headers: { 'content-type': 'application/json', 'x-content-signature': signatureOf(state.signingKey, body) },
    body,
    timeoutMs: 5_000,
    retryAfterMs: [2_000, 4_000],
    isRetried: (status) => {
      noteFailure(callback, world.nowMs());
      return status !== null && retriedStatuses.has(status);
    },
  });
}

/** base64(HMAC-SHA256(SHA-256(signing key), body)) */
export function signatureOf(signingKey: string, body: string): string {
  const key = createHash('sha256').update(signingKey, 'utf8').digest();
  return createHmac('sha256', key).update(body, 'utf8').digest('base64');
}

/** Three days of failures and it is switched off. A day without one begins the count anew. */
function noteFailure(callback: CallbackRecord, nowMs: number): void {
  const isAnew = callback.lastFailedAtMs === null || nowMs - callback.lastFailedAtMs > dayMs;
  if (isAnew || callback.firstFailedAtMs === null) callback.firstFailedAtMs = nowMs;
  callback.lastFailedAtMs = nowMs;
  if (nowMs - callback.firstFailedAtMs >= 3 * dayMs) callback.inactiveFlag = true;
}

export const callbackRow = (callback: CallbackRecord, nowMs: number) => ({
  id: callback.id,
  description: callback.description,
  url: callback.url,
  objectId: callback.objectId,
  type: callback.type,
  level: callback.level,
  memberId: 1,
  payloadVersion: '3.0.0',
  inactiveFlag: callback.inactiveFlag,
  isSoapCallbackFlag: false,
  isSelfSuppressedFlag: callback.isSelfSuppressedFlag,
  _info: { lastUpdated: instant(nowMs), updatedBy: 'API' },
});
