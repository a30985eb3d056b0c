// The command file of an installed package, for running it with this very Node.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @throws when the package is not installed or has no such command */
export function binOf(name: string, command?: string): string {
  const folder = path.join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin?: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : command ? bin?.[command] : Object.values(bin ?? {})[0];
  if (!file) throw new Error(`The package ${name} has no command${command ? ` ${command}` : ''}.`);
  return path.join(folder, file);
}
