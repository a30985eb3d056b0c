// What a request's own words are worth: its origin, its address, the way back it asks for.
import { describe, expect, it } from 'vitest';
import { clientAddress, trustFront } from './client-address.ts';
import { safeReturnPath } from './safe-return-path.ts';
import { isSameOrigin } from './same-origin.ts';
import { hasSessionCookie, sessionCookieName } from './session-cookie.ts';

const host = 'console.example:3000';

describe('a mutation', () => {
  it.each([
    ['our page', { origin: 'http://console.example:3000' }],
    ['our page by its public address', { origin: 'https://msp.example' }],
    ['our page, by a browser that sends no origin', { 'sec-fetch-site': 'same-origin' }],
    ['our client', { 'x-mspclaw-org': 'acme' }],
  ])('from %s is ours', (_name, given) => {
    expect(isSameOrigin(new Headers({ host, ...given }), 'https://msp.example')).toBe(true);
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://console.example:3001' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a subdomain', { origin: 'http://a.console.example:3000' }],
    ['a name that begins like ours', { origin: 'http://console.example:3000.evil.example' }],
    ['another site with our header', { origin: 'https://evil.example', 'x-mspclaw-org': 'acme' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site', 'x-mspclaw-org': 'acme' }],
    ['another site, by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['a link typed by hand', { 'sec-fetch-site': 'none' }],
    ['nobody knows where', {}],
    ['nonsense', { origin: 'console.example:3000' }],
  ])('from %s is refused', (_name, given) => {
    expect(isSameOrigin(new Headers({ host, ...given }), undefined)).toBe(false);
  });
});

describe('the address of a visitor', () => {
  const seen = (said: string | undefined, peer: string, proxies: number) => {
    const headers: Record<string, string | undefined> = { 'x-forwarded-for': said, 'x-forwarded-host': 'evil.example' };
    trustFront(headers, peer, proxies);
    return {
      ip: clientAddress(new Headers({ 'x-forwarded-for': headers['x-forwarded-for'] ?? '' })),
      host: headers['x-forwarded-host'],
    };
  };

  it('is the peer of the socket when no proxy of ours stands before us, whatever the visitor wrote', () => {
    for (const said of [undefined, '192.0.2.66', '192.0.2.66, 192.0.2.67', 'nonsense']) {
      expect(seen(said, '198.51.100.1', 0)).toEqual({ ip: '198.51.100.1', host: undefined });
    }
  });

  it('is whom our outermost proxy saw, when there are some; what stands before it is made up', () => {
    expect(seen('192.0.2.66, 198.51.100.1', '10.0.0.1', 1).ip).toBe('198.51.100.1');
    expect(seen('192.0.2.66, 198.51.100.1, 10.0.0.2', '10.0.0.1', 2).ip).toBe('198.51.100.1');
    expect(seen(undefined, '10.0.0.1', 2).ip).toBe('10.0.0.1');
    expect(seen('192.0.2.66', '10.0.0.1', 1).host).toBe('evil.example');
  });

  it('is nothing rather than nonsense', () => {
    expect(clientAddress(new Headers({ 'x-forwarded-for': 'spoofed' }))).toBeNull();
    expect(clientAddress(new Headers())).toBeNull();
    expect(seen(undefined, '::ffff:192.0.2.7', 0).ip).toBe('192.0.2.7');
  });
});

describe('the way back after sign-in', () => {
  it.each(['/acme/overview', '/acme/runs?status=failed', '/a'])('%s stays', (path) =>
    expect(safeReturnPath(path)).toBe(path),
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    '/',
    '/\t/evil.example',
    '/a\\b',
    '/a\nb',
    'acme/overview',
    ` /acme`,
    `/${'x'.repeat(600)}`,
    null,
    undefined,
  ])('%s goes nowhere', (path) => expect(safeReturnPath(path)).toBeNull());
});

it('the session cookie is bound to the host where https allows it', () => {
  expect(sessionCookieName(true)).toMatch(/^__Host-/);
  expect(hasSessionCookie([sessionCookieName(true)])).toBe(true);
  expect(hasSessionCookie([`${sessionCookieName(false)}.0`])).toBe(true);
  expect(hasSessionCookie(['theme'])).toBe(false);
});
