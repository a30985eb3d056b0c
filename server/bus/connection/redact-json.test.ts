import { describe, expect, it } from 'vitest';
import { evidenceBounds, redactJson } from './redact-json.ts';

const secret = 'sk_live_canary_51';
const clean = (value: unknown) => JSON.stringify(redactJson(value, [secret], evidenceBounds));

describe('what is kept of an answer', () => {
  it('has no secret in it, in whatever place or form', () => {
    const base64 = Buffer.from(secret).toString('base64');
    const everywhere = {
      text: `before ${secret} after`,
      url: `https://x/?k=${encodeURIComponent(secret)}`,
      header: `Basic ${base64}`,
      list: [[secret], { deep: { deeper: secret } }],
      [secret]: 'as a name',
      bearer: 'Authorization: Bearer abcdefghijklmnop',
      jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc',
    };
    const kept = clean(everywhere);
    for (const form of [secret, base64, 'abcdefghijklmnop', 'eyJhbGci']) expect(kept).not.toContain(form);
  });

  it('hides the values of names that say they are secret, and leaves the rest readable', () => {
    expect(
      redactJson({ password: 'x', apiKey: 'y', userToken: 'z', keepDays: 14, name: 'WS' }, [], evidenceBounds),
    ).toEqual({
      password: '[redacted]',
      apiKey: '[redacted]',
      userToken: '[redacted]',
      keepDays: 14,
      name: 'WS',
    });
  });

  it('can be stored, and reads as it is: no NUL, no half character, nothing that turns the direction', () => {
    const output = { 'a\u0000': 'x\u0000\ud800\u202e', literal: '\\u0000', cut: `${'x'.repeat(3_999)}😀` };
    expect(redactJson(output, [], evidenceBounds)).toEqual({
      a: 'x\ufffd\ufffd',
      literal: '\\u0000',
      cut: `${'x'.repeat(3_999)}\ufffd… [1 more characters]`,
    });
  });

  it('is bounded, and says what was cut', () => {
    const kept = redactJson(
      { text: 'x'.repeat(10_000), list: Array.from({ length: 500 }, (_, n) => n) },
      [],
      evidenceBounds,
    );
    expect(JSON.stringify(kept).length).toBeLessThan(6_000);
    expect(JSON.stringify(kept)).toContain('6000 more characters');
    expect(JSON.stringify(kept)).toContain('[300 more]');
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    expect(JSON.stringify(redactJson(endless, [], evidenceBounds))).toContain('[cut]');
  });

  it('is JSON whatever came in', () => {
    expect(redactJson({ a: undefined, b: Number.NaN, c: () => 1, d: 1n, e: new Date(0) }, [], evidenceBounds)).toEqual({
      a: null,
      b: null,
      c: '[cut]',
      d: '[cut]',
      e: '1970-01-01T00:00:00.000Z',
    });
  });
});
