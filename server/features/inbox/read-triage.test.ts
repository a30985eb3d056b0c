import { describe, expect, it } from 'vitest';
import { pickTriage, readTriage, type TriageRow } from './read-triage.ts';

const row: TriageRow = {
  id: '0197a5a0-0000-7000-8000-000000000001',
  method: 'rules',
  state: 'done',
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
  const view = readTriage({ shown: row, model: null }, null);
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
  const view = readTriage({ shown: { ...row, statements: null, nextActions: {}, matches: 'x' }, model: null }, null);
  expect(view.confidence).toBeNull();
  expect([view.statements, view.nextActions, view.matches]).toEqual([[], [], []]);
});

describe('of rules and a model, newest first, the card shows', () => {
  const rules = { ...row, id: 'rules' };
  const model = (state: string, nextActions: unknown = ['Restart']) => ({
    ...row,
    id: 'model',
    method: 'local/qwen',
    state,
    nextActions,
  });
  const pick = (...rows: TriageRow[]) => {
    const picked = pickTriage(rows);
    return picked && { shown: picked.shown.id, model: picked.model };
  };

  it('nothing before anything concluded, and no model where none was asked', () => {
    expect(pick()).toBeNull();
    expect(pick(model('thinking'))).toBeNull();
    expect(pick(rules)).toEqual({ shown: 'rules', model: null });
  });

  it('the rules while the model is asked, and that it is', () =>
    expect(pick(model('thinking'), rules)).toEqual({
      shown: 'rules',
      model: { name: 'local/qwen', state: 'thinking', reason: null },
    }));

  it('the model’s conclusion once there is one', () =>
    expect(pick(model('done'), rules)).toEqual({
      shown: 'model',
      model: { name: 'local/qwen', state: 'done', reason: null },
    }));

  it('the rules when the model failed, with its reason and without calling that an action', () => {
    const reason = 'The model cited no evidence for anything it said.';
    expect(pick(model('failed', [reason]), rules)).toEqual({
      shown: 'rules',
      model: { name: 'local/qwen', state: 'failed', reason },
    });
    expect(pick(model('failed', []), rules)?.model?.reason).toBeNull();
  });

  it('a newer round without what an older one’s model said', () =>
    expect(pick({ ...rules, id: 'newer' }, model('failed', ['x']), rules)).toEqual({ shown: 'newer', model: null }));
});
