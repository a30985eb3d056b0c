import { describe, expect, it } from 'vitest';
import { auth } from './auth.ts';
import { siteSchema, webOrigin } from './site-address.ts';

describe('the site of a connection', () => {
  it.each([
    ['na.myconnectwise.net', 'https://api-na.myconnectwise.net'],
    ['https://eu.myconnectwise.net/', 'https://api-eu.myconnectwise.net'],
    ['https://api-au.myconnectwise.net/v4_6_release/apis/3.0', 'https://api-au.myconnectwise.net'],
    ['staging.connectwisedev.com', 'https://api-staging.connectwisedev.com'],
    ['psa.msp.example', 'https://psa.msp.example'],
    ['https://psa.msp.example:8443', 'https://psa.msp.example:8443'],
    ['http://127.0.0.1:4102', 'http://127.0.0.1:4102'],
    ['http://localhost:4102', 'http://localhost:4102'],
  ])('%s is spoken to at %s', (given, origin) => {
    expect(siteSchema.parse(given)).toBe(origin);
    expect(siteSchema.parse(origin)).toBe(origin);
  });

  it.each([
    'http://psa.msp.example',
    'http://na.myconnectwise.net',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'ftp://psa.msp.example',
    'file:///etc/passwd',
    'https://user:secret@psa.msp.example',
    'https://na.myconnectwise.net.',
    'not a host',
    '',
  ])('%s is refused', (given) => {
    expect(siteSchema.safeParse(given).success).toBe(false);
  });

  it('shows people the host without "api-"', () => {
    expect(webOrigin('https://api-na.myconnectwise.net')).toBe('https://na.myconnectwise.net');
    expect(webOrigin('https://api-psa.msp.example')).toBe('https://api-psa.msp.example');
  });
});

describe('the settings of a connection', () => {
  const settings = {
    site: 'na.myconnectwise.net',
    companyId: 'acme',
    clientId: '5f7c2a10-3c1e-4a57-9a55-0d9b8c7e6f51',
  };

  it('empty optional fields of a form mean "not given"', () => {
    expect(auth.settings.parse({ ...settings, defaultBoard: '', codebase: '' })).toMatchObject({
      defaultBoard: null,
      codebase: null,
    });
    expect(auth.settings.parse(settings)).toMatchObject({ defaultBoard: null, codebase: null });
  });

  it.each(['ac me', 'acme+x', 'acme:x', '../x', ''])('the company id "%s" is refused', (companyId) => {
    expect(auth.settings.safeParse({ ...settings, companyId }).success).toBe(false);
  });

  it('a codebase cannot leave its place in the address', () => {
    expect(auth.settings.safeParse({ ...settings, codebase: '../../x' }).success).toBe(false);
    expect(auth.settings.safeParse({ ...settings, codebase: 'v4_6_release/' }).success).toBe(true);
  });

  it('every field of the form lands in settings or in secrets', () => {
    const names = auth.fields.map((field) => field.name).sort();
    const parsed = Object.keys(auth.settings.parse(settings));
    expect(names).toEqual([...parsed, 'publicKey', 'privateKey'].sort());
    expect(auth.fields.filter((field) => field.secret).map((field) => field.name)).toEqual(['publicKey', 'privateKey']);
  });
});
