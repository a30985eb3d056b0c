import { expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { allowedPages } from './allowed-pages.ts';

async function* failing(kind: string) {
  yield [1, 2];
  throw new AppError('INVALID_INPUT', { message: `no: ${kind}`, details: { kind } });
}
async function read(kind: string, skipped: string[]) {
  const seen: number[] = [];
  for await (const page of allowedPages(failing(kind), skipped)) seen.push(...page);
  return seen;
}

it.each(['forbidden', 'unsupported'])('a list that is %s is skipped with the vendor’s sentence', async (kind) => {
  const skipped: string[] = [];
  expect(await read(kind, skipped)).toEqual([1, 2]);
  expect(skipped).toEqual([`no: ${kind}`]);
});

it('any other failure stays one', async () => {
  await expect(read('unavailable', [])).rejects.toThrow('no: unavailable');
});
