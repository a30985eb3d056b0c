// Paging, waiting, redaction and what a refusal means: the small parts every connector leans on.
import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../errors.ts';
import { constantTimeEqual, hmacSha256, sha256, toBase64 } from '../webhook/signature.ts';
import { collectPages, walkPages } from './paging.ts';
import { excerpt, redact, secretValues } from './redact.ts';
import { responseError } from './response-error.ts';
import { isThrottled, retryAfterMs } from './retry-after.ts';
import { isLoopbackHost, vendorOriginSchema } from './vendor-origin.ts';

const now = new Date('2026-11-20T10:00:00Z');
const answer = (status: number, text: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  text,
  json: text.startsWith('{') ? (JSON.parse(text) as unknown) : undefined,
});

describe('paging', () => {
  const pages = (sizes: number[]) => async (cursor: string | null) => {
    const index = Number(cursor ?? 0);
    return {
      items: Array.from({ length: sizes[index] ?? 0 }, (_, at) => `${index}.${at}`),
      next: index + 1 < sizes.length ? String(index + 1) : null,
    };
  };
  it('gives everything, in order, and stops at the end', async () => {
    expect(await collectPages({ maxPages: 5, fetchPage: pages([2, 0, 1]) })).toEqual(['0.0', '0.1', '2.0']);
  });
  it('says so instead of cutting a list short', async () => {
    await expect(collectPages({ maxPages: 2, fetchPage: pages([1, 1, 1]) })).rejects.toThrow(/more than 2 pages/);
  });
  it('stops at a cursor that comes back', async () => {
    const seen: string[][] = [];
    const endless = walkPages({ maxPages: 1_000, fetchPage: async () => ({ items: ['x'], next: 'same' }) });
    await expect(
      (async () => {
        for await (const page of endless) seen.push(page);
      })(),
    ).rejects.toThrow(ConnectorError);
    expect(seen.length).toBe(2);
  });
  it('gives an item once when the list shifts under the walk', async () => {
    const fetchPage = async (cursor: string | null) =>
      cursor ? { items: [{ id: '2' }, { id: '3' }], next: null } : { items: [{ id: '1' }, { id: '2' }], next: 'b' };
    const items = await collectPages({ maxPages: 5, fetchPage }, (item) => item.id);
    expect(items.map((item) => item.id)).toEqual(['1', '2', '3']);
  });
});

describe('waiting', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['1.2', 1_200],
    ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['86400', 900_000],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
  ])('Retry-After %s', (value, expected) => {
    expect(retryAfterMs({ 'retry-after': value }, now)).toBe(expected);
  });
  it('knows a throttle page whatever its status, and does not take ordinary text for one', () => {
    expect(isThrottled(answer(200, '<!DOCTYPE html><h1>Too Many Requests</h1>'))).toBe(true);
    expect(isThrottled(answer(429, ''))).toBe(true);
    expect(isThrottled(answer(200, '{"message":"too many requests"}'))).toBe(false);
    expect(isThrottled(answer(200, '<html>hello</html>', { 'content-type': 'text/html' }))).toBe(false);
  });
});

describe('redaction', () => {
  // A device writes what it likes into its output, and all of an installation's work shares one thread.
  it.each(['eyJ-', 'eyJaaaaaaaa.', 'Bearer ', 'password   ', 'api_key', 'Basic a '])(
    'of a megabyte of %j takes no time that anybody could notice',
    (unit) => {
      const text = unit.repeat(1_048_576 / unit.length);
      const startedAt = performance.now();
      redact(text, ['a-secret-of-somebody']);
      expect(performance.now() - startedAt).toBeLessThan(500);
    },
  );

  const secret = 'pa$$w0rd/with+signs';
  it('hides a secret as it is, URL-encoded and as base64', () => {
    const text = `a ${secret} b ${encodeURIComponent(secret)} c ${btoa(secret)} d`;
    expect(redact(text, [secret])).toBe('a [redacted] b [redacted] c [redacted] d');
  });
  it('hides what looks like a credential even when nobody told', () => {
    const text =
      'Authorization: Bearer abcdefghijkl and {"access_token":"qwertyuiop"} and client_secret=hunter2222&x=1';
    const clean = redact(text, []);
    for (const hidden of ['abcdefghijkl', 'qwertyuiop', 'hunter2222']) expect(clean).not.toContain(hidden);
    expect(clean).toContain('x=1');
  });
  it('finds the values inside secrets and leaves short ones alone', () => {
    expect(secretValues({ a: 'longer-secret', b: { c: 'short', d: ['another one'] }, e: null })).toEqual([
      'longer-secret',
      'another one',
    ]);
    expect(excerpt(`x\n\n${'y'.repeat(300)}`, [], 10)).toBe('x yyyyyyyy…');
  });
});

describe('what a refusal means', () => {
  const context = { vendor: 'Vendor', action: 'read it', mutates: true, now, secrets: [] };
  it.each([
    [401, 'unauthenticated', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [405, 'unsupported', false],
    [409, 'conflict', false],
    [422, 'invalid-input', false],
    [429, 'rate-limited', false],
    [408, 'timeout', true],
    [500, 'unavailable', true],
    [503, 'unavailable', true],
    [302, 'wrong-host', false],
    [200, 'bad-answer', true],
  ] as const)('%i after a change is %s, maybe applied: %s', (status, kind, maybeApplied) => {
    const error = responseError(answer(status, ''), context);
    expect([error.kind, error.maybeApplied, error.status]).toEqual([kind, maybeApplied, status]);
    expect(responseError(answer(status, ''), { ...context, mutates: false }).maybeApplied).toBe(false);
  });
  it('repeats the vendor without its secrets', () => {
    const error = responseError(answer(400, '{"message":"bad key sekret-value"}'), {
      ...context,
      secrets: ['sekret-value'],
    });
    expect(error.message).toContain('bad key [redacted]');
  });
});

describe('addresses', () => {
  it.each(['app.ninjarmm.com', 'https://app.ninjarmm.com/v2/', ' https://app.ninjarmm.com '])(
    '%s is an origin',
    (text) => {
      expect(vendorOriginSchema.parse(text)).toBe('https://app.ninjarmm.com');
    },
  );
  it.each([
    'http://vendor.example',
    'ftp://vendor.example',
    'https://user:pass@vendor.example',
    'https://vendor.example.',
    'http://127.0.0.1.evil.example',
    '',
    'https://',
  ])('%s is refused', (text) => {
    expect(vendorOriginSchema.safeParse(text).success).toBe(false);
  });
  it('plain http is for this machine only', () => {
    expect(vendorOriginSchema.parse('http://127.0.0.1:4101/x')).toBe('http://127.0.0.1:4101');
    expect(isLoopbackHost('127.0.0.1.evil.example')).toBe(false);
  });
});

describe('signatures', () => {
  it('compares equal only what is equal', async () => {
    expect(await constantTimeEqual('abc', 'abc')).toBe(true);
    for (const other of ['', 'ab', 'abcd', 'abC', 'xyz']) expect(await constantTimeEqual(other, 'abc')).toBe(false);
  });
  it('agrees with a published HMAC-SHA256 vector (RFC 4231, case 2)', async () => {
    const utf8 = new TextEncoder();
    const mac = await hmacSha256(new Uint8Array(utf8.encode('Jefe')), utf8.encode('what do ya want for nothing?'));
    expect(Buffer.from(mac).toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    expect(toBase64(await sha256(utf8.encode('')))).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });
});
