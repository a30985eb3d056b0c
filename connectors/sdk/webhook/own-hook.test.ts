import { expect, it } from 'vitest';
import { findOwnHook } from './own-hook.ts';

const at = 'https://claw.example/api/ingest/4f1c';
const find = (urls: (string | null)[], url = `${at}/new`) => findOwnHook(urls, url, (row) => row);

it('is the one of the address, before the one with a former secret', () => {
  expect(find([`${at}/old`, `${at}/new`])).toBe(`${at}/new`);
  expect(find([null, 'no address', `${at}/old`])).toBe(`${at}/old`);
});

it.each([
  ['another installation', 'https://other.example/api/ingest/4f1c/new'],
  ['another connection', 'https://claw.example/api/ingest/9999/new'],
  ['something below ours', `${at}/new/more`],
  ['something above ours', 'https://claw.example/api/ingest/4f1c'],
])('is never that of %s', (_whose, url) => {
  expect(find([url])).toBeUndefined();
});

it('is no other of the same host where the address has only one part', () => {
  expect(find(['https://claw.example/other'], 'https://claw.example/hook')).toBeUndefined();
});
