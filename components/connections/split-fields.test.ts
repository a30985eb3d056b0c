import { expect, it } from 'vitest';
import { problemsOf, splitFields } from './split-fields.ts';

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
