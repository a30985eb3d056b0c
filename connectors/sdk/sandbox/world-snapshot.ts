// Keeps the world over a restart of the sandbox: written whole to a side file and renamed, so that a kill leaves
// either the old or the new one.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxWorld } from './world.ts';
import type { WorldState } from './world-types.ts';

const fileName = 'sandbox-world.json';

export function loadSnapshot(directory: string): WorldState | undefined {
  const file = join(directory, fileName);
  if (!existsSync(file)) return undefined;
  const state = JSON.parse(readFileSync(file, 'utf8')) as WorldState;
  return state.version === 1 ? state : undefined;
}

/** Saves when something changed, at most every `everyMs`; `stop` saves a last time. */
export function keepSnapshot(world: SandboxWorld, directory: string, everyMs = 500): { stop(): void } {
  mkdirSync(directory, { recursive: true });
  let saved = '';
  const save = () => {
    const text = JSON.stringify(world.state);
    if (text === saved) return;
    const file = join(directory, fileName);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    saved = text;
  };
  save();
  const timer = setInterval(save, everyMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      save();
    },
  };
}
