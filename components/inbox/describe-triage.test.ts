import { expect, it } from 'vitest';
import { describeAuthor, describeConfidence } from './describe-triage.ts';

it('calls a figure of the rules support, a model’s its own claim, and none an abstention', () => {
  expect(describeConfidence({ method: 'rules', confidence: 0.86 }).text).toBe('support 86 %');
  expect(describeConfidence({ method: 'local/qwen', confidence: 0.8 }).text).toBe('says 80 % sure');
  expect(describeConfidence({ method: 'rules', confidence: null }).text).toMatch(/^Abstained/);
  for (const method of ['rules', 'local/qwen'])
    expect(describeConfidence({ method, confidence: 0.8 }).meaning).toContain('not yet measured on your history');
});

it('says that no model is configured only where none was asked', () => {
  const name = 'local/qwen';
  const author = (method: string, model: Parameters<typeof describeAuthor>[0]['model']) =>
    describeAuthor({ method, model });
  expect(author('rules', null)).toContain('no model configured');
  expect(author('rules', { name, state: 'thinking', reason: null })).toContain('asking local/qwen');
  expect(author('rules', { name, state: 'failed', reason: 'Too dear.' })).toContain('local/qwen did not conclude');
  expect(author(name, { name, state: 'done', reason: null })).toBe('By local/qwen');
});
