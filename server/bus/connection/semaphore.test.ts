import { describe, expect, it } from 'vitest';
import { createSemaphore } from './semaphore.ts';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe('a semaphore', () => {
  it('lets so many in at once, the others in order, each place used again', async () => {
    const semaphore = createSemaphore(2);
    const gates = Array.from({ length: 5 }, gate);
    const began: number[] = [];
    const all = gates.map(({ opened }, index) =>
      semaphore.run(async () => {
        began.push(index);
        await opened;
      }),
    );
    await Promise.resolve();
    expect(began).toEqual([0, 1]);
    for (const { open } of gates) open();
    await Promise.all(all);
    expect(began).toEqual([0, 1, 2, 3, 4]);
  });

  it('whoever gives up waiting does no work, and takes no place with it', async () => {
    const semaphore = createSemaphore(1);
    const { open, opened } = gate();
    const first = semaphore.run(() => opened);
    const giveUp = new AbortController();
    let didWork = false;
    const second = semaphore.run(async () => {
      didWork = true;
    }, giveUp.signal);
    const third = semaphore.run(async () => 'third');
    giveUp.abort(new Error('no more'));
    await expect(second).rejects.toThrow('no more');
    open();
    await first;
    expect(await third).toBe('third');
    expect(didWork).toBe(false);
    expect(await semaphore.run(async () => 'again')).toBe('again');
  });

  it('with fewer places throws nobody out, and with more lets in those who wait', async () => {
    const semaphore = createSemaphore(3);
    const gates = Array.from({ length: 6 }, gate);
    const began: number[] = [];
    const all = gates.map(({ opened }, index) =>
      semaphore.run(async () => {
        began.push(index);
        await opened;
      }),
    );
    await Promise.resolve();
    semaphore.setLimit(1);
    expect(began).toEqual([0, 1, 2]);
    gates[0]?.open();
    gates[1]?.open();
    await Promise.all([all[0], all[1]]);
    expect(began).toEqual([0, 1, 2]);
    gates[2]?.open();
    await all[2];
    await Promise.resolve();
    expect(began).toEqual([0, 1, 2, 3]);
    semaphore.setLimit(2);
    await Promise.resolve();
    expect(began).toEqual([0, 1, 2, 3, 4]);
    for (const { open } of gates) open();
    await Promise.all(all);
  });
});
