// The road to NinjaOne: one call, with its address, token and refusals.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorRequest, VendorResponse } from '#connectors/sdk/http-port.ts';
import { type Attempt, answerError } from './answer-error.ts';
import { accessToken, dropAccessToken, type NinjaContext } from './auth.ts';

export interface NinjaCall extends Omit<Attempt, 'mutates' | 'isSignIn'> {
  /** GET unless told; everything else changes something */
  method?: VendorRequest['method'];
  /** beginning with `/v2/` */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  json?: unknown;
}

/** @throws ConnectorError for anything but a 2xx in JSON or without a body */
export async function callNinja(context: NinjaContext, call: NinjaCall): Promise<VendorResponse> {
  const mutates = (call.method ?? 'GET') !== 'GET';
  const attempt = { ...call, mutates };
  let response = await sendCall(context, call, mutates);
  if (response.status === 401) {
    await dropAccessToken(context);
    // a token ends early when an administrator renews the secret; only a read is asked again
    if (!mutates) response = await sendCall(context, call, mutates);
  }
  if (response.status < 200 || response.status > 299) throw answerError(context, response, attempt);
  // a read is JSON or nothing; a change may be answered with a bare word, but never with a page (throttling is one)
  const isPage = response.text.trimStart().startsWith('<');
  if (isPage || (response.json === undefined && response.text.trim() !== '' && !mutates)) {
    throw answerError(context, response, attempt);
  }
  return response;
}

/** A read against a shape. @throws ConnectorError `bad-answer` when it does not fit */
export async function readNinja<T extends z.ZodType>(
  context: NinjaContext,
  shape: T,
  call: NinjaCall,
): Promise<z.output<T>> {
  return fitAnswer(shape, await callNinja(context, call), call);
}

/** @throws ConnectorError `bad-answer` */
export function fitAnswer<T extends z.ZodType>(shape: T, response: VendorResponse, call: NinjaCall): z.output<T> {
  const parsed = shape.safeParse(response.json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new ConnectorError(
    'bad-answer',
    `NinjaOne's answer to "${call.action}" does not fit its documentation (${where}).`,
    { status: response.status, detail: { path: call.path, where } },
  );
}

/** The same, or null where this instance or this device has no such thing. */
export async function readIfOffered<T extends z.ZodType>(
  context: NinjaContext,
  shape: T,
  call: NinjaCall,
): Promise<z.output<T> | null> {
  try {
    return await readNinja(context, shape, { ...call, isCollection: true });
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'unsupported') return null;
    throw error;
  }
}

async function sendCall(context: NinjaContext, call: NinjaCall, mutates: boolean): Promise<VendorResponse> {
  const token = await accessToken(context);
  return context.send({
    method: call.method ?? 'GET',
    url: `${context.settings.host}${call.path}${queryText(call.query)}`,
    headers: { authorization: `Bearer ${token}` },
    ...(call.json === undefined ? {} : { json: call.json }),
    mutates,
  });
}

/** Spaces as %20: the device filter does not understand "+". */
function queryText(query: NinjaCall['query']): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** A vendor id that goes into a path. @throws ConnectorError `invalid-input`: an id that is no number is not NinjaOne's */
export function numericId(value: string, what: string): string {
  if (/^\d{1,10}$/.test(value)) return value;
  throw new ConnectorError('invalid-input', `"${value.slice(0, 40)}" is not a NinjaOne ${what} id; those are numbers.`);
}
