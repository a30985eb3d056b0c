import { describe, expect, it } from 'vitest';
import type { IncidentState } from './incidents.repository.ts';
import { judgeIncident } from './review-incident.ts';

const state = (changes: Partial<IncidentState>): IncidentState => ({
  activeAlerts: 1,
  hasTriage: false,
  runs: [],
  openTickets: 0,
  tickets: 0,
  ...changes,
});
const judge = (changes: Partial<IncidentState>, current = 'open') =>
  judgeIncident(state(changes), current)?.status ?? null;

describe('an incident', () => {
  it('stays as it is when nothing says otherwise', () => expect(judge({})).toBeNull());
  it('is over when every alert was cleared', () => expect(judge({ activeAlerts: 0 })).toBe('resolved'));

  it('is never over while a run is at work or in doubt', () => {
    for (const run of ['queued', 'running', 'waiting', 'unknown']) {
      for (const rest of [{ activeAlerts: 0 }, { tickets: 1, openTickets: 0, activeAlerts: 0 }]) {
        expect(judge({ runs: ['succeeded', run], ...rest }), run).not.toBe('resolved');
      }
    }
  });

  it('waits only when all that is at work waits', () => {
    expect(judge({ runs: ['waiting'] })).toBe('waiting');
    expect(judge({ runs: ['succeeded', 'waiting'] })).toBe('waiting');
    expect(judge({ runs: ['waiting', 'running'] })).toBe('working');
  });

  it('goes to a person after doubt, failure or a stop, even if the alert has gone after a failure', () => {
    expect(judge({ runs: ['unknown'] })).toBe('open');
    expect(judge({ runs: ['failed'] })).toBe('open');
    expect(judge({ runs: ['failed'], activeAlerts: 0 })).toBe('open');
    expect(judge({ runs: ['cancelled'] })).toBe('open');
    expect(judge({ runs: ['stopped'] })).toBe('open');
    expect(judge({ runs: ['stopped'], activeAlerts: 0 })).toBe('resolved');
  });

  it('that a person has stays theirs until they close the ticket', () => {
    const handed = { runs: ['escalated'], tickets: 1 };
    expect(judge({ ...handed, openTickets: 1, activeAlerts: 0 }, 'escalated')).toBe('escalated');
    expect(judge({ ...handed, openTickets: 0 }, 'escalated')).toBe('resolved');
    expect(judge({ runs: ['escalated', 'succeeded'], tickets: 1, openTickets: 1 }, 'escalated')).toBe('escalated');
  });
});
