import { describe, expect, it } from 'vitest';
import { type ComposedFacts, judgeComposed } from './composed-verdict.ts';

const tag = (path: string, attempt = 1, run = 'r1') => `mspclaw:${run}:${path}:${attempt}`;
const note = (of: string) => ({ ticketId: 7, text: `Done.\n\nRef ${of}` });

const good: ComposedFacts = {
  alerts: 1,
  runs: [{ id: 'r1', status: 'succeeded', outcome: null }],
  ledger: [
    { what: 'accepted', tag: tag('restart'), script: 's' },
    { what: 'executed', tag: tag('restart'), script: 's' },
  ],
  tickets: [
    { id: 7, externalKey: tag('created'), isClosed: true },
    { id: 8, externalKey: null, isClosed: false },
  ],
  notes: [note(tag('resolved')), { ticketId: 8, text: 'by hand' }],
  openAtCrash: new Set(),
  unknown: [],
};
const broken = (change: Partial<ComposedFacts>): string[] =>
  Object.entries(judgeComposed({ ...good, ...change })).flatMap(([promise, cases]) => (cases.length ? [promise] : []));

describe('the verdict of the composed crash suite', () => {
  it('finds nothing in a run that went well', () => expect(broken({})).toEqual([]));

  it.each<[string, Partial<ComposedFacts>]>([
    ['a script twice under one tag', { ledger: [...good.ledger, ...good.ledger] }],
    [
      'a script twice under two attempts',
      { ledger: [...good.ledger, { what: 'executed', tag: tag('restart', 2), script: 's' }] },
    ],
    ['a script without a tag', { ledger: [...good.ledger, { what: 'executed', tag: null, script: 's' }] }],
    ['an alert without a run', { alerts: 2 }],
    ['a run that never ends', { runs: [{ id: 'r1', status: 'waiting', outcome: null }] }],
    ['a run that failed', { runs: [{ id: 'r1', status: 'failed', outcome: 'x' }] }],
    ['a person asked for nothing', { unknown: ['r1/restart'] }],
    ['success without a script', { ledger: [] }],
    ['two tickets', { tickets: [...good.tickets, { id: 9, externalKey: tag('created', 2), isClosed: true }] }],
    ['success with an open ticket', { tickets: [{ id: 7, externalKey: tag('created'), isClosed: false }] }],
    ['a note twice', { notes: [...good.notes, note(tag('resolved'))] }],
    ['a note twice under two attempts', { notes: [...good.notes, note(tag('resolved', 2))] }],
  ])('notices %s', (_what, change) => expect(broken(change)).not.toEqual([]));
});
