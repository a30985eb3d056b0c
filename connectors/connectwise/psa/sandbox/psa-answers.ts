// The ways ConnectWise PSA answers, the refusals in its own dialect.
import type {
  SandboxAnswer,
  SandboxContext,
  SandboxRequest,
  SandboxRoute,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { PsaSandboxState } from './psa-state.ts';

export type PsaSandboxContext = SandboxContext<PsaSandboxState>;
export type PsaRoute = SandboxRoute<PsaSandboxState>;
export type PsaHandler = (request: SandboxRequest, context: PsaSandboxContext) => SandboxAnswer;

export type Row = Record<string, unknown> & { id: number };

/** routes of the API live below the codebase: `/v2026_1/apis/3.0/...` */
export const route = (method: PsaRoute['method'], path: string, handle: PsaHandler): PsaRoute => ({
  method,
  path: `/:codebase/apis/3.0${path}`,
  handle,
});

export interface Problem {
  message: string;
  field?: string;
  resource?: string;
}

export function refusal(status: number, code: string, message: string, problems: Problem[] = []): SandboxAnswer {
  const errors = problems.map((one) => ({
    code,
    message: one.message,
    resource: one.resource ?? 'ticket',
    field: one.field ?? '',
  }));
  return { status, json: { code, message, errors } };
}

export const invalid = (problems: Problem[]) => refusal(400, 'InvalidObject', 'ticket object is invalid', problems);

export const notThere = (noun: string, id: string) => refusal(404, 'NotFound', `${noun} ${id} not found`);

/** absent, not null: that is how its answers are */
export const withoutAbsent = <T extends Record<string, unknown>>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined)) as T;

/** whole seconds, UTC */
export const instant = (atMs: number) => new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');

export const record = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
