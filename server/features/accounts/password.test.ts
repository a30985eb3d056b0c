import { describe, expect, it } from 'vitest';
import { newPassword } from './new-password.schema.ts';
import { hashPassword, verifyPassword } from './password.ts';

describe('a password', () => {
  it('is kept as Argon2id with at least 19 MiB, two passes and its own salt', async () => {
    const [one, two] = [await hashPassword('correct horse battery'), await hashPassword('correct horse battery')];
    const [, algorithm, , parameters] = one.split('$');
    expect(algorithm).toBe('argon2id');
    expect(parameters).toBe('m=19456,t=2,p=1');
    expect(one).not.toBe(two);
  });

  it('is the same password however the keyboard composed its letters', async () => {
    const stored = await hashPassword('Schlu\u0308ssel im Schloss');
    expect(await verifyPassword(stored, 'Schl\u00fcssel im Schloss')).toBe(true);
    expect(await verifyPassword(stored, 'Schlussel im Schloss')).toBe(false);
  });

  it('never matches an account without one, and costs as much to refuse', async () => {
    const stored = await hashPassword('correct horse battery');
    await verifyPassword(null, 'warm up');
    const timeOf = async (hash: string | null) => {
      const start = performance.now();
      for (let n = 0; n < 10; n++) expect(await verifyPassword(hash, 'wrong')).toBe(false);
      return performance.now() - start;
    };
    const [known, unknown] = [await timeOf(stored), await timeOf(null)];
    console.log(`10 refusals: known ${known.toFixed(0)} ms, unknown ${unknown.toFixed(0)} ms`);
    expect(unknown).toBeGreaterThan(known * 0.2);
  });

  it.each(['', 'short', 'aaaaaaaaaaaaaaaaaaaa', 'x'.repeat(257)])('"%s" is refused when chosen', (text) => {
    expect(newPassword.safeParse(text).success).toBe(false);
  });
});
