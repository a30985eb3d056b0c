// The undici agent through which everything leaves. The judgement is made where the socket is: on the literal, on
// every answer of the name service, and on the address that was reached. Checking earlier can be rebound away.
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { type Destination, type DestinationPolicy, judgeDestination, judgeReached } from './destination-policy.ts';

export interface GuardedAgentOptions {
  policy: DestinationPolicy;
  lookup?: LookupFunction;
  /** a fresh socket per request: a mutation must not die on a connection that the vendor had closed meanwhile */
  keepAlive: boolean;
  connectTimeoutMs?: number;
  /** asked when the socket is there and no byte of a request has left; throws to leave it so */
  beforeFirstByte?: () => void;
}

export function createGuardedAgent(options: GuardedAgentOptions): Agent {
  const { policy } = options;
  const lookup = options.lookup ?? systemLookup;
  return new Agent({
    connect: (request, callback) => {
      const host = request.hostname.replace(/^\[|\]$/g, '').toLowerCase();
      const isTls = request.protocol === 'https:';
      const to: Destination = { host, port: Number(request.port || (isTls ? 443 : 80)), isTls, scheme: 'https' };
      try {
        judgeDestination(to, policy);
        // the lookup hook is not called for a literal
        if (isIP(host) !== 0) judgeReached(host, to, policy);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      const connect = buildConnector({
        timeout: options.connectTimeoutMs ?? 10_000,
        allowH2: false,
        lookup: judgingLookup(lookup, (address) => judgeReached(address, to, policy)),
      });
      connect(request, (...answer) => {
        const [error, socket] = answer;
        if (error) return callback(error, null);
        try {
          judgeReached(socket.remoteAddress ?? '', to, policy);
          options.beforeFirstByte?.();
        } catch (refused) {
          socket.destroy();
          return callback(refused as Error, null);
        }
        callback(null, socket);
      });
    },
    // 0 = no keep-alive
    pipelining: options.keepAlive ? 1 : 0,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 32_768,
  });
}

/** The name service, each of whose answers is judged before a socket is made. */
export function judgingLookup(lookup: LookupFunction, judge: (address: string) => void): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      if (error) return callback(error, address, family);
      try {
        const answers = Array.isArray(address) ? address.map((answer) => answer.address) : [address];
        for (const answer of answers) judge(answer);
      } catch (refused) {
        return callback(refused as NodeJS.ErrnoException, address, family);
      }
      callback(null, address, family);
    });
  };
}
