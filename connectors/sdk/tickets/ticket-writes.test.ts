// What we write is found again, and half a resolution is never called nothing.
import { expect, it } from 'vitest';
import { ConnectorError } from '../errors.ts';
import { hasReference, hasReferenceOfStep, withReference } from './note-reference.ts';
import { resolveInTwoSteps } from './resolve-in-two-steps.ts';

const tag = 'mspclaw:run:fix.note:1';

it('a tag is the last line, and only there', () => {
  expect(hasReference(withReference('Checked the spooler.\n', tag), tag)).toBe(true);
  expect(hasReference(withReference('', tag), tag)).toBe(true);
  expect(hasReference(`Ref ${tag}\nand more`, tag)).toBe(false);
  expect(hasReference(withReference('x', tag), 'mspclaw:run:fix.note:10')).toBe(false);
});
it('a later attempt of the same step is recognised, another step is not', () => {
  expect(hasReferenceOfStep(withReference('x', tag), 'mspclaw:run:fix.note:2')).toBe(true);
  expect(hasReferenceOfStep(withReference('x', tag), 'mspclaw:run:fix.close:1')).toBe(false);
  expect(hasReferenceOfStep('x', tag)).toBe(false);
});

const steps = (change: { isNoted?: boolean; isClosed?: boolean; fails?: boolean }) => {
  const done: string[] = [];
  const result = resolveInTwoSteps('7', {
    isNoted: change.isNoted ?? false,
    isClosed: change.isClosed ?? false,
    writeNote: async () => done.push('note'),
    close: async () => {
      done.push('close');
      if (change.fails) throw new ConnectorError('invalid-input', 'It wants a type.', { status: 400 });
      return 'closed';
    },
    read: async () => 'as it is',
  });
  return { done, result };
};
it('each half is done once', async () => {
  const fresh = steps({});
  await expect(fresh.result).resolves.toBe('closed');
  expect(fresh.done).toEqual(['note', 'close']);
  const again = steps({ isNoted: true, isClosed: true });
  await expect(again.result).resolves.toBe('as it is');
  expect(again.done).toEqual([]);
});
it('a note without its status may not be read as nothing', async () => {
  await expect(steps({ fails: true }).result).rejects.toMatchObject({ maybeApplied: true, kind: 'invalid-input' });
  await expect(steps({ fails: true, isNoted: true }).result).rejects.toMatchObject({ maybeApplied: false });
});
