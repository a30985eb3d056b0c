// What this dialect keeps beside the world, and the switches for what accounts do differently.
import type { SandboxAnswer, SandboxContext, SandboxRoute } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldClient } from '#connectors/sdk/sandbox/world-types.ts';

export type DattoSandboxState = {
  apiKey: string;
  apiSecret: string;
  /** a second key, whose user may look and not touch */
  readOnlyKey: string;
  tokens: Record<string, { key: string; expiresAtMs: number }>;
  requestCount: number;
  quirks: {
    tokenSeconds: number;
    /** a broken item and a number for an id in every list */
    brokenItems: boolean;
    /** this address asked too much: 403 for everything but signing in */
    isBlocked: boolean;
    /** components above the user's component level, by name */
    tooHighComponents: string[];
    nextPageOrigin: string | null;
    /** the activity log names the job, not its id */
    logHidesJobUid: boolean;
    /** how long a quick job waits before anything is known of it on the device */
    jobDelayMs: number;
    /** how the job ended, instead of what the script did */
    jobStatus: string | null;
  };
  jobs: Record<string, { name: string; deviceUid: string; componentUid: string }>;
  /** made by a person under Setup, Integrations: there is no call for it */
  webhook: { url: string; headers: Record<string, string>; raised: string; resolved: string } | null;
};

export const initialDattoState = (): DattoSandboxState => ({
  apiKey: 'SANDBOXDATTOKEY01',
  apiSecret: 'sandbox-datto-secret-0001',
  readOnlyKey: 'SANDBOXDATTOKEY02',
  tokens: {},
  requestCount: 0,
  quirks: {
    tokenSeconds: 360_000,
    brokenItems: false,
    isBlocked: false,
    tooHighComponents: [],
    nextPageOrigin: null,
    logHidesJobUid: false,
    jobDelayMs: 0,
    jobStatus: null,
  },
  jobs: {},
  webhook: null,
});

export type DattoSandbox = SandboxContext<DattoSandboxState>;
export type DattoRoute = SandboxRoute<DattoSandboxState>;

export const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });

const names: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};
/** Spring's error body */
export const springError = (status: number, path: string, nowMs: number): SandboxAnswer => ({
  status,
  json: { timestamp: nowMs, status, error: names[status] ?? 'Error', path },
});

export const siteUid = (client: Pick<WorldClient, 'id'>): string =>
  `5173b2a0-0000-4000-8000-${String(client.id).padStart(12, '0')}`;
