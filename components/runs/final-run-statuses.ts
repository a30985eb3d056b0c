import type { RunStatus } from '#server/features/runs/public.schema.ts';

/** A run in one of these never changes again. */
export const finalRunStatuses: ReadonlySet<RunStatus> = new Set([
  'succeeded',
  'escalated',
  'stopped',
  'failed',
  'cancelled',
]);
