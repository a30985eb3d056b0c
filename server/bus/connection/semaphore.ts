// At most so many at once; the others wait in order.
export interface Semaphore {
  /** @throws the signal's reason when it ends while this still waits: the work was not begun */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createSemaphore(limit: number): Semaphore {
  let running = 0;
  const waiting: (() => void)[] = [];

  const turn = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal?.reason);
      };
      waiting.push(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });

  return {
    async run(work, signal) {
      signal?.throwIfAborted();
      if (running >= limit) await turn(signal);
      else running++;
      try {
        return await work();
      } finally {
        // the place goes straight to the next in line
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
