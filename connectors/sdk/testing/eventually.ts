// Waits for something to become true by looking again, with an end; nothing sleeps for a guessed time.
import { setTimeout as delay } from 'node:timers/promises';

/** @returns the first answer that is not undefined @throws when none came in time */
export async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  what: string,
  withinMs = 10_000,
): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > endMs) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await delay(20);
  }
}
