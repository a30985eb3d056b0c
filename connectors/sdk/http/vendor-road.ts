// The road to one vendor: what every call of every connector does the same way. A connector says what is peculiar
// (address, credentials, how refusals look); sending, renewing a refused token, and fitting answers to shapes are here.
import type { z } from 'zod';
import type { ConnectorContext } from '../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import type { VendorRequest, VendorResponse } from '../http-port.ts';
import { excerpt, secretValues } from './redact.ts';
import { responseError } from './response-error.ts';

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

export interface VendorCall extends Pick<VendorRequest, 'json' | 'form' | 'multipart' | 'timeoutMs' | 'lane'> {
  /** what is being done, for people: "read the ticket" */
  action: string;
  /** GET unless told */
  method?: VendorRequest['method'];
  /** below the road's base, beginning with a slash; parts that came from outside go through `pathPart` */
  path: string;
  /** absent and null values are left out, a list repeats its name */
  query?: Record<string, QueryValue>;
  headers?: Record<string, string>;
  /** GET reads, the rest changes, unless told (a search by POST reads) */
  mutates?: boolean;
}

/** What an answer refuses, when it does. Whatever is absent follows from the HTTP status. */
export interface Refusal {
  kind?: ConnectorErrorKind;
  /** the vendor's own sentence */
  said?: string;
  /** our sentence instead of the usual one: what failed, why, what to do */
  message?: string;
  retryAfterMs?: number;
  /** for a change: the vendor may have acted although it refused */
  maybeApplied?: boolean;
  /** for the log: the vendor's own code, the number of the request */
  detail?: Record<string, unknown>;
}

export interface RoadPlan<Context extends ConnectorContext> {
  /** as people call it: "Autotask" */
  vendor: string;
  /** address without a trailing slash */
  base(context: Context): string | Promise<string>;
  /** credentials and what the vendor wants on every call */
  headers(context: Context): Record<string, string> | Promise<Record<string, string>>;
  /**
   * Forget what a 401 refused (a token, a zone). A read then goes once more; a change does not, and is certain not to have
   * happened. Absent = the credentials do not change, and a 401 is final.
   */
  renew?(context: Context): Promise<void>;
  /**
   * The vendor's error dialect: asked for every answer, also a 2xx, because some vendors refuse with 200. null = this
   * is an answer; undefined = judge by the status alone.
   */
  refusal?(response: VendorResponse, call: VendorCall, context: Context): Refusal | null | undefined;
}

export interface VendorRoad<Context extends ConnectorContext> {
  /** @throws ConnectorError for anything the vendor refused */
  call(context: Context, call: VendorCall): Promise<VendorResponse>;
  /** The same, fitted to a shape. @throws ConnectorError `bad-answer` when it does not fit */
  read<T extends z.ZodType>(context: Context, shape: T, call: VendorCall): Promise<z.output<T>>;
  /** The same, or null for what does not exist. */
  readIfThere<T extends z.ZodType>(context: Context, shape: T, call: VendorCall): Promise<z.output<T> | null>;
  /** @throws ConnectorError `bad-answer` */
  toShape<T extends z.ZodType>(
    shape: T,
    value: unknown,
    call: Pick<VendorCall, 'action' | 'path'>,
    mutates?: boolean,
  ): z.output<T>;
}

export function createVendorRoad<Context extends ConnectorContext>(plan: RoadPlan<Context>): VendorRoad<Context> {
  const sendOnce = async (context: Context, call: VendorCall): Promise<VendorResponse> => {
    const base = await plan.base(context);
    const { action: _action, path, query, method, headers, mutates: _mutates, ...body } = call;
    return context.send({
      ...body,
      method: method ?? 'GET',
      url: `${base}${path}${queryText(query)}`,
      headers: { ...(await plan.headers(context)), ...headers },
      mutates: changes(call),
    });
  };
  const isAnswer = (response: VendorResponse, call: VendorCall, context: Context): ConnectorError | null => {
    const refusal = plan.refusal?.(response, call, context);
    const isGood = response.status >= 200 && response.status < 300 && !isPage(response);
    if (refusal === null || (refusal === undefined && isGood)) return null;
    return refused(plan.vendor, response, call, context, refusal ?? {});
  };

  const call: VendorRoad<Context>['call'] = async (context, asked) => {
    let response = await sendOnce(context, asked);
    let error = isAnswer(response, asked, context);
    if (error?.kind === 'unauthenticated' && plan.renew) {
      await plan.renew(context);
      // a token may end early; only a read is asked again
      if (!changes(asked)) {
        response = await sendOnce(context, asked);
        error = isAnswer(response, asked, context);
      }
    }
    if (error) throw error;
    return response;
  };
  const toShape: VendorRoad<Context>['toShape'] = (shape, value, asked, mutates = false) => {
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the body';
    const why = value === undefined ? 'it is not JSON' : `${where}: ${issue?.message}`;
    throw new ConnectorError(
      'bad-answer',
      `${plan.vendor}'s answer to "${asked.action}" does not fit its documentation (${why}).`,
      { maybeApplied: mutates, detail: { path: asked.path, where } },
    );
  };
  const read: VendorRoad<Context>['read'] = async (context, shape, asked) => {
    const response = await call(context, asked);
    return toShape(shape, response.json, asked, changes(asked));
  };
  return {
    call,
    read,
    toShape,
    readIfThere: (context, shape, asked) =>
      read(context, shape, asked).catch((error: unknown) => {
        if (error instanceof ConnectorError && error.kind === 'not-found') return null;
        throw error;
      }),
  };
}

const changes = (call: VendorCall) => call.mutates ?? (call.method ?? 'GET') !== 'GET';

/** a page of HTML where data was asked for: a proxy, a sign-in page, a throttle */
const isPage = (response: VendorResponse) =>
  response.json === undefined && /^\s*<(!doctype|html)/i.test(response.text.slice(0, 200));

function refused(
  vendor: string,
  response: VendorResponse,
  call: VendorCall,
  context: ConnectorContext,
  refusal: Refusal,
): ConnectorError {
  const secrets = secretValues(context.secrets);
  const error = responseError(response, {
    vendor,
    action: call.action,
    mutates: changes(call),
    now: context.now(),
    secrets,
    vendorMessage: refusal.said,
    ...(refusal.kind ? { kind: refusal.kind } : {}),
  });
  const retryAfterMs = refusal.retryAfterMs ?? error.retryAfterMs;
  return new ConnectorError(error.kind, refusal.message ? excerpt(refusal.message, secrets, 600) : error.message, {
    status: response.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    maybeApplied: changes(call) && (refusal.maybeApplied ?? error.maybeApplied),
    detail: { ...error.detail, ...refusal.detail, path: call.path },
  });
}

/** Spaces as %20: several vendors' filters do not understand "+". */
export function queryText(query: VendorCall['query']): string {
  const one = (name: string, value: string | number | boolean) =>
    `${encodeURIComponent(name)}=${encodeURIComponent(String(value)).replace(/'/g, '%27')}`;
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    return typeof value === 'object' ? value.map((each) => one(name, each)) : [one(name, value)];
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** An id inside a path: encoded, and never a way to another path. @throws ConnectorError `invalid-input` */
export function pathPart(value: string, what: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (value === '' || value === '.' || value === '..' || /[\u0000-\u001f\u007f/\\?#]/.test(value)) {
    throw new ConnectorError('invalid-input', `"${value.slice(0, 40)}" is not the id of a ${what}.`);
  }
  return encodeURIComponent(value);
}

/** An id of a vendor whose ids are whole numbers. @throws ConnectorError `invalid-input` */
export function numberPart(value: string, what: string): string {
  if (/^(0|[1-9]\d{0,18})$/.test(value)) return value;
  throw new ConnectorError('invalid-input', `"${value.slice(0, 40)}" is not the number of a ${what}.`);
}
