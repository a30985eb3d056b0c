// What a request's own words are worth: its origin, its address, the way back it asks for.
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';
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

it('an address is what the last hop wrote, never what the visitor put before it', () => {
  const of = (text: string) => clientAddress(new Headers({ 'x-forwarded-for': text }));
  expect(of('192.0.2.7')).toBe('192.0.2.7');
  expect(of('10.0.0.1, 192.0.2.7')).toBe('192.0.2.7');
  expect(of('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(of('spoofed')).toBeNull();
  expect(clientAddress(new Headers())).toBeNull();
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
