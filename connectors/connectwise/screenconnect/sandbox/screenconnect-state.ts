// What the ScreenConnect sandbox keeps beside the world, and the switches for what instances do differently.
import type { SandboxAnswer, SandboxContext } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export interface ScreenConnectQuirks {
  /** RESTfulAllowedOrigin */
  allowedOrigin: string | null;
  /** older extensions know no filter */
  hasFilter: boolean;
  /** so many questions for sessions are answered with an empty list */
  emptyAnswers: number;
  /** a technician is looking at every machine */
  hasHost: boolean;
}

export interface ScreenConnectState {
  quirks: ScreenConnectQuirks;
  commands: { session: string; runId: number; text: string; timeoutMs: number; maxLength: number; atMs: number }[];
}
export type ScreenConnectSandboxState = ScreenConnectState & { [key: string]: Json };
export type ScreenConnectSandboxContext = SandboxContext<ScreenConnectSandboxState>;

export const initialScreenConnectState = (): ScreenConnectSandboxState =>
  ({
    quirks: { allowedOrigin: null, hasFilter: true, emptyAnswers: 0, hasHost: false },
    commands: [],
  }) satisfies ScreenConnectState;

export const secret = 'sandbox-screenconnect-secret-9301';

export const refusal = (status: number, errorType: string, message: string): SandboxAnswer => ({
  status,
  json: { errorType, message, detail: null },
});
