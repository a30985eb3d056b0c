// What a Halo sandbox keeps beside the world: its applications, its setup, its webhooks, and how this instance is peculiar.
import type {
  SandboxAnswer,
  SandboxContext,
  SandboxRequest,
  SandboxRoute,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';

export type HaloWebhook = {
  id: string;
  name: string;
  url: string;
  type: number;
  method: number;
  content_type: string;
  authentication_type: number;
  basic_username: string;
  basic_password: string;
  active: boolean;
  disabled: boolean;
  events: { eventno: number }[];
};

export type HaloQuirks = {
  /** false: the application has no agent, so a token is given and nothing accepts it */
  hasAgentLogin: boolean;
  /** a template that sets the priority of every new ticket, unless told to keep out */
  templatePriority: 'critical' | 'high' | 'medium' | 'low' | null;
  /** a rule that puts back the status, unless told to keep out; `always`: even then */
  holdsStatus: 'never' | 'by-rule' | 'always';
  /** a ticket that is not there is an empty one */
  answersEmptyTicket: boolean;
  /** lists without the third-party key */
  hidesKeyInLists: boolean;
  /** events come several at once */
  batchesWebhooks: boolean;
  /** what is kept of the events of a new webhook */
  keepsEvents: boolean;
  /** the sign-in is somewhere else */
  authPath: string;
  /** all statuses, whatever is asked */
  ignoresExcludeClosed: boolean;
};

export type HaloState = {
  tenant: string;
  apps: Record<string, { secret: string; mayWrite: boolean; scopes: string }>;
  tokens: Record<string, { app: string; expiresAtMs: number }>;
  /** team of a ticket, by name */
  teams: Record<string, string>;
  /** status that an action set, by its id */
  newStatuses: Record<string, number>;
  webhooks: HaloWebhook[];
  quirks: HaloQuirks;
};

export const teamNames = ['1st Line', '2nd Line', 'Monitoring'];

export const initialHaloState = (): HaloState => ({
  tenant: 'mspdemo',
  apps: {
    'halo-demo-app': { secret: 'halo-demo-secret-4711', mayWrite: true, scopes: 'all' },
    'halo-reader-app': { secret: 'halo-reader-secret-4712', mayWrite: false, scopes: 'all' },
  },
  tokens: {},
  teams: {},
  newStatuses: {},
  webhooks: [],
  quirks: {
    hasAgentLogin: true,
    templatePriority: null,
    holdsStatus: 'never',
    answersEmptyTicket: false,
    hidesKeyInLists: false,
    batchesWebhooks: false,
    keepsEvents: true,
    authPath: '/auth',
    ignoresExcludeClosed: false,
  },
});

export type HaloSandboxContext = SandboxContext<HaloState>;
export type HaloRoute = SandboxRoute<HaloState>;
export type HaloHandler = HaloRoute['handle'];

export const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
export const bad = (sentence: string): SandboxAnswer => ({
  status: 400,
  json: { error: 'invalid_request', error_description: sentence },
});
export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** What ASP.NET says when an object comes where an array is wanted. */
export const errorPage: SandboxAnswer = {
  status: 500,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!DOCTYPE html><html><head><title>Error</title></head><body><h1>An error occurred while processing your request.</h1></body></html>',
};

/** the objects of a POST, or the page of an error when it is no array */
export function posted(request: SandboxRequest): Record<string, unknown>[] | null {
  const body = request.json();
  return Array.isArray(body) ? body.map(record) : null;
}

/** times without a zone, whole seconds */
export const haloTime = (atMs: number) => new Date(atMs).toISOString().slice(0, 19);
