// The road to ConnectWise PSA: one call, with its address, headers and refusals. The codebase in the address is
// looked up and shared by all processes; when a cloud upgrade makes it wrong, a read looks it up again and goes once more.

import type { z } from 'zod';
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import type { VendorRequest, VendorResponse } from '#connectors/sdk/http-port.ts';
import { answerError, unreadable } from './answer-error.ts';
import { authHeaders, type PsaSecrets, type PsaSettings } from './auth.ts';
import { lookUpCodebase } from './codebase.ts';

export type PsaContext = ConnectorContext<PsaSettings, PsaSecrets>;

export interface PsaCall {
  /** GET unless told */
  method?: VendorRequest['method'];
  /** below `/apis/3.0`, beginning with a slash */
  path: string;
  query?: Record<string, string | number | undefined>;
  headers?: Record<string, string>;
  json?: unknown;
  /** what is being done, as in "read the ticket" */
  action: string;
  /** GET reads, the rest changes, unless told (a search is a POST) */
  mutates?: boolean;
}

const codebaseToken = 'codebase';

/** @throws ConnectorError for anything but a 2xx */
export async function callPsa(context: PsaContext, call: PsaCall): Promise<VendorResponse> {
  const attempt = { action: call.action, mutates: changes(call) };
  const codebase = await currentCodebase(context);
  let response = await sendTo(context, codebase, call);
  if (response.status === 404 && context.settings.codebase === null) {
    // a record that is gone and a codebase that is gone look the same: only a changed codebase is worth another go
    const fresh = await refreshCodebase(context, codebase);
    if (fresh !== codebase && !attempt.mutates) response = await sendTo(context, fresh, call);
  }
  if (response.status < 200 || response.status > 299) throw answerError(context, response, attempt);
  return response;
}

/** The same, read against a shape. @throws ConnectorError `bad-answer` when it does not fit */
export async function askPsa<T extends z.ZodType>(context: PsaContext, shape: T, call: PsaCall): Promise<z.output<T>> {
  const response = await callPsa(context, call);
  return readAnswer(shape, response, call);
}

export function readAnswer<T extends z.ZodType>(shape: T, response: VendorResponse, call: PsaCall): z.output<T> {
  const parsed = shape.safeParse(response.json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const why =
    response.json === undefined ? 'it is not JSON' : `${issue?.path.join('.') || 'the body'}: ${issue?.message}`;
  throw unreadable({ action: call.action, mutates: changes(call) }, response, why);
}

const changes = (call: PsaCall) => call.mutates ?? (call.method ?? 'GET') !== 'GET';

function sendTo(context: PsaContext, codebase: string, call: PsaCall): Promise<VendorResponse> {
  return context.send({
    method: call.method ?? 'GET',
    url: `${context.settings.site}/${codebase}/apis/3.0${call.path}${queryText(call.query ?? {})}`,
    headers: { ...authHeaders(context.settings, context.secrets), ...call.headers },
    ...(call.json === undefined ? {} : { json: call.json }),
    mutates: changes(call),
  });
}

/** ConnectWise also wants `'` and `*` encoded, which encodeURIComponent leaves alone. */
export function queryText(query: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined
      ? []
      : `${name}=${encodeURIComponent(value).replace(/['*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

async function currentCodebase(context: PsaContext): Promise<string> {
  const { codebase } = context.settings;
  if (codebase !== null) return codebase.replace(/\/$/, '');
  return context.token(codebaseToken, async () => ({
    value: (await lookUpCodebase(context)).codebase,
    expiresInSeconds: 24 * 3_600,
  }));
}

async function refreshCodebase(context: PsaContext, known: string): Promise<string> {
  const { codebase } = await lookUpCodebase(context);
  if (codebase === known) return known;
  await context.dropToken(codebaseToken);
  return currentCodebase(context);
}
