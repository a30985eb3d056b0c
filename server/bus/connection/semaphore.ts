// At most so many at once; the others wait in order.
export interface Semaphore {
  /** @throws the signal's reason when it ends while this still waits: the work was not begun */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** fewer: nobody is thrown out; more: those who wait come in at once */
  setLimit(limit: number): void;
}

export function createSemaphore(initialLimit: number): Semaphore {
  let limit = initialLimit;
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

  const letIn = () => {
    while (running < limit) {
      const next = waiting.shift();
      if (!next) return;
      running++;
      next();
    }
  };

  return {
    async run(work, signal) {
      signal?.throwIfAborted();
      if (running >= limit || waiting.length > 0) await turn(signal);
      else running++;
      try {
        return await work();
      } finally {
        running--;
        letIn();
      }
    },
    setLimit(wanted) {
      limit = wanted;
      letIn();
    },
  };
}
