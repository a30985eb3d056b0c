import { expect, it } from 'vitest';
import { readTriage } from './read-triage.ts';

const row = {
  id: '0197a5a0-0000-7000-8000-000000000001',
  method: 'rules',
  category: 'application',
  priority: 'P3',
  confidence: null,
  summary: 'A process crashed.',
  statements: [{ text: 'It is up.', evidence: ['e1'] }, { text: 'No evidence yet.' }, 'broken', { evidence: [] }],
  nextActions: ['Restart', { text: 'Call the user' }, { title: 'Patch' }, 7],
  matches: [{ title: 'KB', score: 0.8 }, { title: 'Ticket', similarity: 0.5, source: 'ticket' }, {}],
  createdAt: new Date('2026-11-20T08:00:00Z'),
};

it('shows every entry it can read and none it cannot', () => {
  const view = readTriage(row, null);
  expect(view.statements).toEqual([
    { text: 'It is up.', evidence: ['e1'] },
    { text: 'No evidence yet.', evidence: [] },
  ]);
  expect(view.nextActions).toEqual(['Restart', 'Call the user', 'Patch']);
  expect(view.matches).toEqual([
    { title: 'KB', score: 0.8, kind: null },
    { title: 'Ticket', score: 0.5, kind: 'ticket' },
  ]);
});

it('keeps an abstention an abstention, and survives columns that are no lists', () => {
  const view = readTriage({ ...row, statements: null, nextActions: {}, matches: 'x' }, null);
  expect(view.confidence).toBeNull();
  expect([view.statements, view.nextActions, view.matches]).toEqual([[], [], []]);
});
