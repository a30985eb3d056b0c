// What the Automate sandbox keeps beside the world, its users, and the switches for what servers do differently.
import type { SandboxAnswer, SandboxContext } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export interface AutomateQuirks {
  /** zone of the server's own times */
  serverOffsetMinutes: number;
  /** a command leaves the queue once it is answered; the history has it */
  emptiesCommandQueue: boolean;
  /** what a script's start says of a computer, instead of starting */
  refusesScripts: string | null;
  tokenSeconds: number;
  absoluteSeconds: number;
}

export interface AutomateState {
  quirks: AutomateQuirks;
  tokens: Record<string, { user: string; expiresAtMs: number; absoluteMs: number }>;
  commands: { id: number; deviceId: number; runId: number | null; parameters: string; queuedAtMs: number }[];
}
export type AutomateSandboxState = AutomateState & { [key: string]: Json };
export type AutomateSandboxContext = SandboxContext<AutomateSandboxState>;

export const initialAutomateState = (): AutomateSandboxState =>
  ({
    quirks: {
      serverOffsetMinutes: -300,
      emptiesCommandQueue: false,
      refusesScripts: null,
      tokenSeconds: 3_600,
      absoluteSeconds: 86_400,
    },
    tokens: {},
    commands: [],
  }) satisfies AutomateState;

/** `limited`: a user class without client permission; `technician`: asked for a second factor. */
export const users: Record<string, { password: string; isTwoFactor: boolean; seesClients: boolean }> = {
  mspclaw: { password: 'sandbox-automate-password-8801', isTwoFactor: false, seesClients: true },
  limited: { password: 'sandbox-automate-password-8802', isTwoFactor: false, seesClients: false },
  technician: { password: 'sandbox-automate-password-8803', isTwoFactor: true, seesClients: true },
};
export const knownClientId = '3f0c9a52-6f0e-4c57-9c5e-0d6f6a1b2c3d';

export const refusal = (status: number, message: string): SandboxAnswer => ({ status, json: { Message: message } });
