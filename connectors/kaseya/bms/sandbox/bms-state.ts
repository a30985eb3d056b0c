// What a BMS sandbox keeps beside the world: its users, its webhooks, and how this tenant is peculiar.
import type {
  SandboxAnswer,
  SandboxContext,
  SandboxRequest,
  SandboxRoute,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';

export type BmsWebhook = {
  Id: number;
  Name: string;
  PayloadUrl: string;
  IsEnabled: boolean;
  ContentType: number;
  SendAllEvents: boolean;
  Events: number[];
  secret: string;
};

export type BmsQuirks = {
  /** names with a small first letter, as live answers have been seen */
  writesCamelCase: boolean;
  /** refusals as HTTP 4xx instead of Success=false in 200 */
  refusesByStatus: boolean;
  /** times without a zone */
  hidesZone: boolean;
  /** what the signature of a webhook looks like; null = none */
  signature: 'hex' | 'base64' | 'prefixed' | null;
  /** the user has a second factor */
  wantsMfa: boolean;
  /** accounts have no main location */
  hidesMainLocation: boolean;
  hasNoteTemplates: boolean;
  /** a workflow that keeps statuses as they are */
  holdsStatus: boolean;
};

export type BmsState = {
  tenant: string;
  users: Record<string, { id: number; password: string; mayWrite: boolean }>;
  access: Record<string, { user: string; expiresAtMs: number }>;
  /** refresh token -> access token; works once */
  refresh: Record<string, string>;
  webhooks: BmsWebhook[];
  /** details as HTML, by ticket */
  details: Record<string, string>;
  /** the world keeps details as a note, BMS does not: its id, by ticket */
  detailNotes: Record<string, number>;
  /** who made a ticket through the API, by ticket */
  createdBy: Record<string, number>;
  quirks: BmsQuirks;
};

export const initialBmsState = (): BmsState => ({
  tenant: 'MSP Demo',
  users: {
    'api@msp.example': { id: 901, password: 'bms-demo-password-4711', mayWrite: true },
    'reader@msp.example': { id: 902, password: 'bms-reader-password-4712', mayWrite: false },
  },
  access: {},
  refresh: {},
  webhooks: [],
  details: {},
  detailNotes: {},
  createdBy: {},
  quirks: {
    writesCamelCase: false,
    refusesByStatus: false,
    hidesZone: false,
    signature: 'hex',
    wantsMfa: false,
    hidesMainLocation: false,
    hasNoteTemplates: true,
    holdsStatus: false,
  },
});

export type BmsSandboxContext = SandboxContext<BmsState>;
export type BmsRoute = SandboxRoute<BmsState>;
export type BmsHandler = (request: SandboxRequest, context: BmsSandboxContext) => SandboxAnswer;

export const route = (method: BmsRoute['method'], path: string, handle: BmsHandler): BmsRoute => ({
  method,
  path: `/v2${path}`,
  handle: (request, context) => dressed(handle(request, context), context.state),
});

/** whatever this tenant does to an answer */
export function dressed(answer: SandboxAnswer, { quirks }: BmsState): SandboxAnswer {
  let { json, status } = answer;
  if (quirks.hidesZone && json !== undefined)
    json = JSON.parse(JSON.stringify(json).replace(/(T\d\d:\d\d:\d\d(?:\.\d+)?)Z"/g, '$1"'));
  if (quirks.writesCamelCase) json = camelNames(json);
  const code = record(record(answer.json).Error).Code;
  if (quirks.refusesByStatus && typeof code === 'number') status = code;
  return { ...answer, status, json };
}

function camelNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), camelNames(inner)]),
  );
}

export const ok = (Result: unknown): SandboxAnswer => ({ status: 200, json: { Success: true, Result } });
export const okPage = (Result: unknown[], TotalRecords: number): SandboxAnswer => ({
  status: 200,
  json: { Success: true, Result, TotalRecords },
});
/** a refusal in an answer that came in order; "StackStrace" is how the vendor writes it */
export const no = (Code: number, Message: string): SandboxAnswer => ({
  status: 200,
  json: { Success: false, Error: { Code, Message, StackStrace: 'at BMS.Api.Controllers()' } },
});

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

export function pageOf<T>(request: SandboxRequest, rows: readonly T[]): T[] {
  const size = Number(request.query.get('PageSize') ?? 25);
  const page = Number(request.query.get('PageNumber') ?? 1);
  return rows.slice((page - 1) * size, page * size);
}

export const time = (atMs: number) => new Date(atMs).toISOString();
