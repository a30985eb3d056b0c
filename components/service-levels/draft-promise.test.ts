import { describe, expect, it } from 'vitest';
import { type DraftPromise, draftOf, firstDraft, readDraft } from './draft-promise.ts';

const draft = (change: Partial<DraftPromise> = {}): DraftPromise => ({ ...firstDraft('Europe/Zurich'), ...change });
const week = (...monday: [string, string][]) => [monday.map(([from, to]) => ({ from, to })), [], [], [], [], [], []];
const targets = firstDraft('UTC').targets;

it('the first promise can be saved as it stands, and comes back as it was', () => {
  const { promise, problems } = readDraft(draft());
  expect(problems).toEqual({});
  if (!promise) throw new Error('It was refused.');
  const saved = { ...promise, id: '0197a5a0-0000-7000-8000-000000000001', client: null, updatedAt: new Date(0) };
  expect(draftOf(saved)).toEqual(draft());
});

describe('what is wrong is said at its place:', () => {
  it.each<[string, Partial<DraftPromise>, Record<string, string>]>([
    ['no name', { name: ' ' }, { name: 'Give it a name.' }],
    ['no time', { week: week(['8', 'late']) }, { 'week.0.0': 'A time looks like 08:00; the latest is 24:00.' }],
    [
      'closing before opening',
      { week: week(['18', '8']) },
      { 'week.0.0': 'The end of an opening must be after its beginning.' },
    ],
    [
      'openings over each other',
      { week: week(['8', '12'], ['11', '17']) },
      { 'week.0': 'Openings of one day must be in order and must not overlap.' },
    ],
    [
      'a target without a unit',
      { targets: { ...targets, high: { response: '30', resolution: '0 min' } } },
      {
        'targets.high.response': 'Say hours or minutes: 30 min, 4 h, 1 h 30 min.',
        'targets.high.resolution': 'At least 1 minute.',
      },
    ],
    ['stale at once', { staleAfter: '5 min' }, { staleAfterMinutes: 'At least 30 minutes.' }],
    ['a zone of nowhere', { timeZone: 'Mars' }, { timeZone: 'This is no time zone. It looks like "Europe/Zurich".' }],
  ])('%s', (_what, change, problems) => expect(readDraft(draft(change))).toEqual({ promise: null, problems }));
});

it('an empty target is not promised, and no stale time means never', () => {
  const { promise } = readDraft(
    draft({ staleAfter: '', targets: { ...targets, low: { response: '', resolution: ' ' } } }),
  );
  expect(promise).toMatchObject({ staleAfterMinutes: null, targets: { low: { response: null, resolution: null } } });
});
