// The three ways NinjaOne says no.
import type { SandboxAnswer } from '#connectors/sdk/sandbox/sandbox-dialect.ts';

let incidents = 0;
export const incidentId = () => `00000000-0000-4000-8000-${String(++incidents).padStart(12, '0')}`;

const descriptions: Record<string, string> = {
  user_context_required: 'Access key does not have user context which is required for this request',
};

export const authError = (status: number, error: string, code: number): SandboxAnswer => ({
  status,
  headers: { 'x-nj-request-id': incidentId() },
  json: { error, error_description: descriptions[error] ?? error.replaceAll('_', ' '), error_code: code },
});

export const appError = (status: number, resultCode: string, errorMessage: string): SandboxAnswer => ({
  status,
  headers: { 'x-nj-request-id': incidentId() },
  json: { resultCode, errorMessage, errorDetails: null, incidentId: incidentId() },
});
