// The environment of a command: the file .env beside package.json, overruled by what the shell says.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Env, parseEnv } from '#server/platform/env.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export function readEnv(overrides: Record<string, string> = {}): Env {
  const file = path.join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  Object.assign(process.env, overrides);
  return parseEnv(process.env);
}
