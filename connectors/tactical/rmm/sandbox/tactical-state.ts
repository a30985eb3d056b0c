// What a Tactical sandbox keeps beside the world: its keys, its URL actions, and how this server is peculiar.
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';

export type UrlAction = {
  id: number;
  name: string;
  pattern: string;
  action_type: string;
  rest_method: string;
  rest_body: string;
  rest_headers: string;
};

export type TacticalQuirks = {
  /** scripts write their tag as a line of their output, as ours do */
  printsTag: boolean;
  /** the server's message bus is down */
  isNatsDown: boolean;
  /** what a running script answers instead of a sentence; null = the sentence */
  saysTimeout: boolean;
  /** a refused key is a 403 instead of a 401 */
  refusesKeyWith403: boolean;
};

export type TacticalState = {
  keys: Record<string, { mayWrite: boolean }>;
  urlActions: UrlAction[];
  /** alert uid -> its number here */
  quirks: TacticalQuirks;
};

export const initialTacticalState = (): TacticalState => ({
  keys: { TACTICALDEMOKEY0123456789: { mayWrite: true }, TACTICALREADERKEY012345678: { mayWrite: false } },
  urlActions: [],
  quirks: { printsTag: true, isNatsDown: false, saysTimeout: false, refusesKeyWith403: false },
});

export type TacticalSandboxContext = SandboxContext<TacticalState>;
export type TacticalRoute = SandboxRoute<TacticalState>;
export type TacticalHandler = TacticalRoute['handle'];

export const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
/** how views of Tactical refuse: a string and nothing else */
export const notifyError = (sentence: string): SandboxAnswer => ({ status: 400, json: sentence });
export const notFound: SandboxAnswer = { status: 404, json: { detail: 'Not found.' } };
/** a key that is missing in a body is an exception nobody catches */
export const keyError: SandboxAnswer = {
  status: 500,
  headers: { 'content-type': 'text/html' },
  text: '<!doctype html><html><head><title>Server Error (500)</title></head><body><h1>Server Error (500)</h1></body></html>',
};

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** forty letters */
export const agentIdOf = (device: WorldDevice) => device.uid.replaceAll('-', '').padEnd(40, '0');

export const time = (atMs: number) => new Date(atMs).toISOString();
