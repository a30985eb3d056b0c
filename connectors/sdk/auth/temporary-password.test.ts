import { expect, it } from 'vitest';
import { makeTemporaryPassword } from './temporary-password.ts';

const many = Array.from({ length: 2_000 }, makeTemporaryPassword);

it('has 24 characters, two or more of every class, and none that looks like another', () => {
  for (const password of many) {
    expect(password.length).toBe(24);
    for (const kind of [/[A-Z]/g, /[a-z]/g, /[0-9]/g, /[^A-Za-z0-9]/g]) {
      expect(password.match(kind)?.length ?? 0, password).toBeGreaterThanOrEqual(2);
    }
    expect(password).not.toMatch(/[0O1lI\s"'`\\<>&;$|*()]/);
  }
});
it('is never the same twice, and every character stands everywhere', () => {
  expect(new Set(many).size).toBe(many.length);
  const letters = new Set(many.join(''));
  const first = new Set(many.map((password) => password[0]));
  expect([letters.size, first.size]).toEqual([63, 63]);
});
