import { expect, it } from 'vitest';
import type { OverviewView } from '#server/features/overview/read-overview.schema.ts';
import { statusSentence } from './status-sentence.ts';

const figure = (now: number) => ({ now, before: 0 });
const quiet: OverviewView = {
  since: new Date('2026-11-19T08:00:00Z'),
  alerts: figure(0),
  incidentsOpened: figure(0),
  merged: figure(0),
  ticketsClosed: figure(0),
  runsSucceeded: figure(0),
  runsEscalated: figure(0),
  active: { incidents: 0, runs: 0 },
  connections: { total: 2, unhealthy: 0 },
  needs: { approvals: 0, unknownSteps: 0, escalated: 0, items: [] },
  recentRuns: [],
};

it('says that nothing is connected before it says that nothing happened', () => {
  expect(statusSentence({ ...quiet, connections: { total: 0, unhealthy: 0 } })).toMatch(/^Nothing is connected yet/);
  expect(statusSentence(quiet)).toBe('Since yesterday no alert came in. Nothing needs you.');
});

it('counts what came, what was done and what is left', () => {
  const busy = {
    ...quiet,
    alerts: figure(312),
    incidentsOpened: figure(41),
    merged: figure(271),
    ticketsClosed: figure(1),
    runsSucceeded: figure(12),
    needs: { approvals: 1, unknownSteps: 2, escalated: 3, items: [] },
    connections: { total: 2, unhealthy: 1 },
  };
  expect(statusSentence(busy)).toBe(
    'Since yesterday 312 alerts came in: 41 new incidents, 271 merged into open ones. 12 runs succeeded and 1 ticket closed. 6 things need you. 1 connection does not answer well.',
  );
});
