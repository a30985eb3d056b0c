// How Syncro answers: pages of 25 with `meta`, refusals without a common form, times with the account's own offset.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';
import type { SyncroQuirks } from './syncro-state.ts';

const pageSize = 25;
const offsetMs = -8 * 3_600_000;

/** "2019-11-05T04:15:59.365-08:00" */
export const localTime = (atMs: number): string => new Date(atMs + offsetMs).toISOString().replace('Z', '-08:00');

export function listAnswer(
  rows: Json[],
  name: string,
  request: SandboxRequest,
  quirks: SyncroQuirks,
  /** `per_page` is ignored by most */
  size = pageSize,
): SandboxAnswer {
  const page = Math.max(Number(request.query.get('page') ?? 1) || 1, 1);
  const total = Math.max(Math.ceil(rows.length / size), 1);
  const meta = quirks.hidesMeta ? {} : { meta: { total_pages: total, page } };
  return { status: 200, json: { [name]: rows.slice((page - 1) * size, page * size), ...meta } };
}

export const notFound: SandboxAnswer = { status: 404, json: { error: 'Not found' } };
export const htmlNotFound: SandboxAnswer = {
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!DOCTYPE html><html><head><title>The page you were looking for does not exist</title></head></html>',
};
export const notAuthorized: SandboxAnswer = {
  status: 401,
  json: { error: 'Not authorized. Please ask account admin to update your group permissions.' },
};

/** the same refusal in each of its forms */
export function invalid(problems: string[], form: SyncroQuirks['refusal']): SandboxAnswer {
  switch (form) {
    case 'error':
      return { status: 422, json: { error: problems.join(', ') } };
    case 'errors':
      return { status: 422, json: { errors: problems } };
    case 'errors-map':
      return { status: 422, json: { errors: { base: problems } } };
    case 'success-text':
      return { status: 200, json: { success: 'false', message: problems } };
    default:
      return { status: 422, json: { success: false, message: problems } };
  }
}
