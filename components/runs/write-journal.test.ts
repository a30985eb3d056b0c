import { expect, it } from 'vitest';
import type { RunView } from '#server/features/runs/read-run.schema.ts';
import { writeJournal } from './write-journal.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 8, 0, seconds));
const run = {
  status: 'succeeded',
  outcome: 'Fixed.',
  startedBy: 'MSPclaw (triage)',
  createdAt: at(0),
  finishedAt: at(60),
  playbook: { id: 'p', slug: 's', title: 'Free space', version: '1.4.0' },
} as unknown as RunView['run'];
const base: RunView = { run, steps: [], intents: [], wait: null, approvals: [], evidence: [] };

const step = (path: string, from: number, to: number | null, extra: object = {}) =>
  ({
    path,
    position: 0,
    kind: 'call',
    capability: 'script.run',
    status: 'ok',
    attempt: 1,
    summary: null,
    startedAt: at(from),
    finishedAt: to === null ? null : at(to),
    ...extra,
  }) as RunView['steps'][number];
const intent = (outcome: string | null, extra: object = {}) =>
  ({
    path: 'clean',
    attempt: 1,
    capability: 'script.run',
    effect: 'destructive',
    createdAt: at(10),
    settledAt: outcome ? at(20) : null,
    outcome,
    decidedBy: null,
    ...extra,
  }) as RunView['intents'][number];

it('reads from the start to the end in the order of time', () => {
  const journal = writeJournal({
    ...base,
    steps: [step('b', 30, 50, { summary: 'Ran b: exit 0.' }), step('a', 1, 5)],
    intents: [intent('answered')],
  });
  expect(journal.map((entry) => entry.text)).toEqual([
    'Started by MSPclaw (triage): Free space v1.4.0.',
    'a: ok in 4.0 s.',
    'Wrote down that script.run will be sent (destructive, attempt 1).',
    'Ran b: exit 0.',
    'Ended: succeeded. Fixed.',
  ]);
});

it('never says that something happened when nobody knows', () => {
  const journal = writeJournal({ ...base, intents: [intent('unknown')] });
  expect(journal.find((entry) => entry.tone === 'unsure')?.text).toBe('Nobody knows whether script.run happened.');
});

it('names who decided', () => {
  const approval = {
    id: '1',
    path: 'clean',
    status: 'denied',
    decidedBy: 'Ann',
    decidedAt: at(9),
    comment: 'Not today',
    createdAt: at(8),
  };
  const journal = writeJournal({ ...base, approvals: [approval], intents: [intent('released', { decidedBy: 'Bo' })] });
  const texts = journal.map((entry) => entry.text);
  expect(texts).toContain('clean was denied by Ann. “Not today”');
  expect(texts).toContain('script.run did not happen; it may be sent again. Decided by Bo.');
});

it('says what an unfinished run waits for', () => {
  const wait = { path: 'clean', reason: 'job', wakeAt: at(90), createdAt: at(12) };
  const journal = writeJournal({ ...base, run: { ...run, finishedAt: null }, wait });
  expect(journal.at(-1)?.text).toBe('Waits for the script, at the latest until 08:01:30 UTC.');
});

it('tells that an answer was lost after it was sent, not before', () => {
  const lost = step('clean', 5, null, { status: 'unknown', summary: 'The answer was lost' });
  const texts = writeJournal({ ...base, steps: [lost], intents: [intent('unknown')] }).map((entry) => entry.text);
  expect(texts.indexOf('The answer was lost.')).toBeGreaterThan(
    texts.indexOf('Wrote down that script.run will be sent (destructive, attempt 1).'),
  );
});
