import { expect, it } from 'vitest';
import { changedFields, fieldTexts, problemsOf, splitFields } from './split-fields.ts';

it('never puts a secret among the settings, and leaves out what was not typed', () => {
  const fields = [
    { name: 'host', secret: false },
    { name: 'key', secret: true },
    { name: 'generated', secret: true },
  ];
  expect(splitFields(fields, { name: 'PSA', host: 'h', key: 'k', generated: '', stray: 'x' })).toEqual({
    name: 'PSA',
    settings: { host: 'h' },
    secrets: { key: 'k' },
  });
});

it('finds the complaint of a field wherever the server put it', () => {
  expect(problemsOf({ details: { problems: { host: 'No such host.' } } })).toEqual({ host: 'No such host.' });
  expect(problemsOf({ fields: { 'settings.host': 'Too long.' } })).toEqual({ host: 'Too long.' });
  expect([problemsOf(null), problemsOf({ details: { problems: 'x' } })]).toEqual([{}, {}]);
});

it('a change sends only what differs: an emptied setting as empty, an untouched secret never', () => {
  const fields = [
    { name: 'host', secret: false },
    { name: 'board', secret: false },
    { name: 'port', secret: false },
    { name: 'key', secret: true },
  ];
  const saved = { name: 'PSA', settings: { host: 'h', board: 'b', port: 443 } };
  const texts = fieldTexts(fields, saved);
  expect(texts).toEqual({ name: 'PSA', host: 'h', board: 'b', port: '443', key: '' });
  expect(changedFields(fields, saved, texts)).toEqual({});
  expect(changedFields(fields, saved, { ...texts, name: 'Other' })).toEqual({ name: 'Other' });
  expect(changedFields(fields, saved, { ...texts, board: '', key: 'new' })).toEqual({
    settings: { board: '' },
    secrets: { key: 'new' },
  });
});
