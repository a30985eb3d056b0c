// SendToVendor in production: guarded sockets, bounded size and time, no redirects, a mutation sent once. A read is
// tried again, twice at most, when the connection failed or the vendor said 503.
import type { LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Agent, request as undiciRequest } from 'undici';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { decodeVendorResponse } from '#connectors/sdk/http/decode-vendor-response.ts';
import { encodeVendorRequest } from '#connectors/sdk/http/encode-vendor-request.ts';
import { retryAfterMs } from '#connectors/sdk/http/retry-after.ts';
import { transportError } from '#connectors/sdk/http/transport-error.ts';
import type { VendorRequest, VendorResponse } from '#connectors/sdk/http-port.ts';
import { type DestinationPolicy, destinationOf, judgeDestination } from './destination-policy.ts';
import { createGuardedAgent } from './guarded-agent.ts';

export interface GuardedNetwork {
  send(request: VendorRequest, options: SendOptions): Promise<VendorResponse>;
  close(): Promise<void>;
}

export interface SendOptions {
  isSandbox: boolean;
  timeoutMs: number;
  maxResponseBytes: number;
  signal: AbortSignal;
  /**
   * Asked before every attempt; throws to stop it. The rate governor and the admission of a mutation live here. Answers,
   * for a mutation, when nothing may leave any more, even if this process slept meanwhile.
   */
  beforeAttempt(): Promise<Date | undefined>;
  /** told what came of every attempt that left */
  afterAttempt?(result: VendorResponse | ConnectorError): Promise<void>;
}

const readRetries = 2;
const retryBudgetMs = 5_000;

export function createGuardedNetwork(options: {
  allowedHosts: ReadonlySet<string>;
  lookup?: LookupFunction;
  connectTimeoutMs?: number;
}): GuardedNetwork {
  const agents = new Map<string, Agent>();
  const policyOf = (isSandbox: boolean): DestinationPolicy => ({ allowedHosts: options.allowedHosts, isSandbox });

  /** Sockets made under one policy are never used under another. */
  function agentFor(isSandbox: boolean, mutates: boolean): Agent {
    const name = `${isSandbox}/${mutates}`;
    const known = agents.get(name);
    if (known) return known;
    const made = makeAgent(isSandbox, { keepAlive: !mutates });
    agents.set(name, made);
    return made;
  }

  function makeAgent(isSandbox: boolean, more: { keepAlive: boolean; beforeFirstByte?: () => void }): Agent {
    const { lookup, connectTimeoutMs } = options;
    return createGuardedAgent({
      policy: policyOf(isSandbox),
      ...more,
      ...(lookup ? { lookup } : {}),
      ...(connectTimeoutMs ? { connectTimeoutMs } : {}),
    });
  }

  /** A name server, a handshake or a machine that sleeps may take its time: the deadline is looked at once more after. */
  function agentWithDeadline(isSandbox: boolean, host: string, sendBefore: Date): Agent {
    const beforeFirstByte = () => {
      if (Date.now() >= sendBefore.getTime()) throw tooLate(host);
    };
    return makeAgent(isSandbox, { keepAlive: false, beforeFirstByte });
  }

  async function attempt(request: VendorRequest, send: SendOptions): Promise<VendorResponse> {
    const sendBefore = await send.beforeAttempt();
    const result = await exchange(request, send, sendBefore).catch((error: unknown) => {
      if (error instanceof ConnectorError) return error;
      throw error;
    });
    // an answer that is here is not lost because counting it failed
    await send.afterAttempt?.(result).catch(() => undefined);
    if (result instanceof ConnectorError) throw result;
    return result;
  }

  async function exchange(
    request: VendorRequest,
    send: SendOptions,
    sendBefore: Date | undefined,
  ): Promise<VendorResponse> {
    const to = destinationOf(request.url);
    judgeDestination(to, policyOf(send.isSandbox));
    const { method, headers, body } = encodeVendorRequest(request);
    const timeoutMs = Math.min(request.timeoutMs ?? send.timeoutMs, send.timeoutMs);
    const deadline = AbortSignal.timeout(timeoutMs);
    const own = sendBefore && agentWithDeadline(send.isSandbox, to.host, sendBefore);
    try {
      if (send.signal.aborted) throw sendBefore ? tooLate(to.host) : send.signal.reason;
      if (sendBefore && Date.now() >= sendBefore.getTime()) throw tooLate(to.host);
      const response = await undiciRequest(request.url, {
        dispatcher: own ?? agentFor(send.isSandbox, request.mutates),
        method,
        headers: { 'accept-encoding': 'identity', 'user-agent': 'MSPclaw', ...headers },
        body: body ?? null,
        signal: AbortSignal.any([deadline, send.signal]),
        // the deadline covers all of it
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const bytes = await readBounded(response.body, response.statusCode, send.maxResponseBytes, request.mutates);
      return decodeVendorResponse(response.statusCode, flatten(response.headers), bytes);
    } catch (error) {
      const timedOut = deadline.aborted || send.signal.aborted;
      throw refusalIn(error) ?? transportError(error, { host: to.host, mutates: request.mutates, timedOut, timeoutMs });
    } finally {
      await own?.destroy();
    }
  }

  return {
    async send(request, send) {
      let budgetMs = retryBudgetMs;
      for (let retry = 0; ; retry++) {
        const canRepeat = !request.mutates && retry < readRetries;
        let waitMs = 200 * 2 ** retry;
        try {
          const response = await attempt(request, send);
          if (response.status !== 503 || !canRepeat) return response;
          waitMs = retryAfterMs(response.headers, new Date()) ?? waitMs;
          if (waitMs > budgetMs) return response;
        } catch (error) {
          if (!canRepeat || !isConnectionFailure(error) || waitMs > budgetMs) throw error;
        }
        budgetMs -= waitMs;
        await delay(waitMs, undefined, { signal: send.signal }).catch(() => undefined);
      }
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
      agents.clear();
    },
  };
}

/** A broken connection, not a slow vendor: a read that timed out once has cost its time already. */
const isConnectionFailure = (error: unknown): boolean =>
  error instanceof ConnectorError && error.kind === 'unavailable' && error.retryAfterMs === undefined;

/** Of the kind that blames nobody: the vendor was not asked. */
const tooLate = (host: string): ConnectorError =>
  new ConnectorError('rate-limited', `Nothing was sent to ${host}: the time for it was over.`, {
    maybeApplied: false,
    retryAfterMs: 0,
  });

async function readBounded(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  status: number,
  maxBytes: number,
  mutates: boolean,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      body.destroy();
      const message = `The vendor's answer is larger than ${maxBytes} bytes.`;
      throw new ConnectorError('bad-answer', message, { status, maybeApplied: mutates });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Our own refusal may come back wrapped by the client. */
function refusalIn(error: unknown): ConnectorError | undefined {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof ConnectorError) return cause;
    if (cause instanceof AggregateError) {
      const inner = cause.errors.find((one) => one instanceof ConnectorError);
      if (inner) return inner;
    }
  }
  return undefined;
}

function* flatten(headers: Record<string, string | string[] | undefined>): Generator<[string, string]> {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) yield [name, Array.isArray(value) ? value.join(', ') : value];
  }
}
