import { z } from 'zod';
import { runSummary } from '../runs/public.schema.ts';

const figure = z.object({ now: z.number(), before: z.number() });

/** Every figure covers the last 24 hours; `before` is the 24 hours before those. */
export const overviewView = z.object({
  since: z.date(),
  /** alerts = incidents opened + merged into one that was already open; it always adds up */
  alerts: figure,
  incidentsOpened: figure,
  merged: figure,
  ticketsClosed: figure,
  runsSucceeded: figure,
  runsEscalated: figure,
  active: z.object({ incidents: z.number(), runs: z.number() }),
  connections: z.object({ total: z.number(), unhealthy: z.number() }),
  needs: z.object({
    approvals: z.number(),
    unknownSteps: z.number(),
    escalated: z.number(),
    items: z.array(
      z.object({
        kind: z.enum(['approval', 'unknown', 'escalated']),
        /** of the approval, the run or the incident */
        id: z.uuid(),
        title: z.string(),
        detail: z.string(),
        at: z.date(),
      }),
    ),
  }),
  recentRuns: z.array(runSummary),
});
export type OverviewView = z.infer<typeof overviewView>;
