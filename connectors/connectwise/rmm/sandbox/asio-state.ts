// What the Asio sandbox keeps beside the world, its API keys, the refusals of its services, and the switches.
import type { SandboxAnswer, SandboxContext } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';
import { allScopes } from '../auth.ts';

export interface AsioQuirks {
  /** tokens a key may ask for before it is locked */
  signInsUntilLock: number;
  /** groups of the device list say their site */
  namesSites: boolean;
  resultKey: 'Result' | 'result' | 'bare';
  /** the word for how a task ended, a free text in the document; null = the usual ones */
  completionStatus: string | null;
}

export interface AsioState {
  quirks: AsioQuirks;
  tokens: Record<string, { key: string; scopes: string[]; expiresAtMs: number }>;
  signIns: number;
  tasks: { id: number; runId: number; deviceId: number; name: string; description: string }[];
  /** ticket id -> the note that holds its description */
  descriptions: Record<string, number>;
}
export type AsioSandboxState = AsioState & { [key: string]: Json };
export type AsioSandboxContext = SandboxContext<AsioSandboxState>;

export const initialAsioState = (): AsioSandboxState =>
  ({
    quirks: { signInsUntilLock: 10_000, namesSites: true, resultKey: 'Result', completionStatus: null },
    tokens: {},
    signIns: 0,
    tasks: [],
    descriptions: {},
  }) satisfies AsioState;

const reading = ['platform.companies.read', 'platform.sites.read', 'platform.devices.read', 'platform.asset.read'];
export const keys: Record<string, { secret: string; scopes: readonly string[] }> = {
  'sandbox-asio-key': { secret: 'sandbox-asio-secret-6101', scopes: [...allScopes] },
  'sandbox-asio-reader': { secret: 'sandbox-asio-secret-6102', scopes: reading },
};

/** devices and automation */
export const refusal = (status: number, message: string): SandboxAnswer => ({
  status,
  json: { code: String(status), message },
});
/** ticketing: a bare list */
export const ticketRefusal = (status: number, message: string): SandboxAnswer => ({
  status,
  json: [{ code: String(status), message }],
});
