// A running sandbox, a world with a clock in the test's hand, and a context that records what the connector sends.
import { emptyMapping } from '#connectors/sdk/connector.ts';
import { createDirectSender } from '#connectors/sdk/http/direct-sender.ts';
import type { VendorRequest } from '#connectors/sdk/http-port.ts';
import { startVendorSandbox, type VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import { auth, type PsaSecrets, type PsaSettings } from '../auth.ts';
import type { PsaContext } from '../client.ts';
import { connectwisePsaSandbox } from '../sandbox/connectwise-psa-sandbox.ts';
import type { PsaSandboxState } from '../sandbox/psa-state.ts';

export interface PsaHarness {
  sandbox: VendorSandbox;
  world: SandboxWorld;
  state: PsaSandboxState;
  /** moves the clock of the world and of the context */
  pass(ms: number): void;
  context(change?: { settings?: Partial<PsaSettings>; secrets?: Partial<PsaSecrets> }): PsaContext;
  /** everything any context sent, newest last */
  sent: VendorRequest[];
  /** straight to the sandbox, as a client that makes every mistake */
  call(path: string, init?: RequestInit & { accept?: string }): Promise<Response>;
  close(): Promise<void>;
}

export const startedAt = Date.parse('2026-11-20T08:00:00.000Z');

export async function startPsaHarness(seed = 1): Promise<PsaHarness> {
  let nowMs = startedAt;
  const world = new SandboxWorld({ seed, now: () => new Date(nowMs) });
  const sandbox = await startVendorSandbox(connectwisePsaSandbox, world);
  const state = sandbox.dialectState() as PsaSandboxState;
  const sent: VendorRequest[] = [];
  const send = createDirectSender({ timeoutMs: 5_000 });
  return {
    sandbox,
    world,
    state,
    sent,
    pass: (ms) => {
      nowMs += ms;
    },
    context: (change = {}) => {
      const given = sandbox.connection() as { settings: PsaSettings; secrets: PsaSecrets };
      const tokens = new Map<string, Promise<string>>();
      return {
        settings: auth.settings.parse({ ...given.settings, ...change.settings }),
        secrets: auth.secrets.parse({ ...given.secrets, ...change.secrets }),
        send: (request) => {
          sent.push(request);
          return send(request);
        },
        token: (name, obtain) => {
          const known = tokens.get(name) ?? obtain().then((made) => made.value);
          tokens.set(name, known);
          known.catch(() => tokens.delete(name));
          return known;
        },
        dropToken: async (name) => {
          tokens.delete(name);
        },
        mapping: emptyMapping,
        scriptCallbacks: null,
        openLdap: () => Promise.reject(new Error('no LDAP here')),
        now: () => new Date(nowMs),
        signal: new AbortController().signal,
      };
    },
    call: (path, init = {}) =>
      fetch(`${sandbox.origin}${path}`, {
        ...init,
        headers: {
          authorization: `Basic ${btoa(`${state.companyId}+${state.publicKey}:${state.privateKey}`)}`,
          clientId: state.clientId,
          'content-type': 'application/json',
          ...init.headers,
        },
      }),
    close: () => sandbox.close(),
  };
}

/** the API of the day */
export const api = '/v4_6_release/apis/3.0';

/** What went wrong, for tests that look at the error itself. */
export async function errorOf(action: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await action;
  } catch (error) {
    if (error instanceof Error) return error as Error & Record<string, unknown>;
    throw error;
  }
  throw new Error('It was expected to fail and did not.');
}
