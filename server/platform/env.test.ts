import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { envSchema, parseEnv } from './env.ts';

describe('the environment', () => {
  it('is complete with nothing set', () => {
    expect(parseEnv({})).toMatchObject({ PORT: 3000, MSPCLAW_SANDBOX: true });
  });

  it('reports every problem at once, by name', () => {
    const parse = () => parseEnv({ PORT: 'eighty', MSPCLAW_WORKERS: '-1', MSPCLAW_LOG: 'loud' });
    expect(parse).toThrow(/3 problem\(s\)[\s\S]*PORT[\s\S]*MSPCLAW_WORKERS[\s\S]*MSPCLAW_LOG/);
  });

  it('treats an empty value as not set', () => {
    expect(parseEnv({ DATABASE_URL: '', PORT: '' })).toEqual(parseEnv({}));
  });

  it.each([
    [{}, true],
    [{ MSPCLAW_URL: 'http://localhost:3001' }, true],
    [{ MSPCLAW_HOST: '::1', MSPCLAW_URL: 'http://127.0.0.1:3000' }, true],
    [{ MSPCLAW_HOST: '0.0.0.0' }, false],
    [{ MSPCLAW_URL: 'https://msp.example' }, false],
    [{ MSPCLAW_URL: 'http://localhost.evil.example' }, false],
    [{ MSPCLAW_HOST: '0.0.0.0', MSPCLAW_SANDBOX: '1' }, true],
  ])('has the demo org, whose password everybody knows, only where nobody else comes in: %j', (given, isOn) => {
    expect(parseEnv(given).MSPCLAW_SANDBOX).toBe(isOn);
  });

  it('names an address that is none, and never shows what was typed', () => {
    const typed = { DATABASE_URL: 'postgres://u:hunter2@host:port/db', MSPCLAW_URL: 'mspclaw.example' };
    expect(() => parseEnv(typed)).toThrow(/2 problem\(s\)[\s\S]*MSPCLAW_URL[\s\S]*DATABASE_URL[\s\S]*postgresql:/);
    expect(() => parseEnv(typed)).not.toThrow(/hunter2/);
  });

  it('has each setting, and nothing else, in .env.example', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const named = [...example.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(named.toSorted()).toEqual(
      Object.keys(envSchema.shape)
        .filter((name) => name !== 'NODE_ENV')
        .toSorted(),
    );
  });
});
