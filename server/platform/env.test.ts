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
