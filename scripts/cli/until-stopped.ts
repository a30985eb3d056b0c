// Ctrl-C, SIGTERM or a closed terminal: once asks politely, twice does not wait.
export function untilStopped(): { requested: Promise<void>; isRequested(): boolean; check(): void } {
  let isStopping = false;
  let resolveStop: () => void = () => {};
  const requested = new Promise<void>((resolve) => {
    resolveStop = resolve;
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(130);
      isStopping = true;
      resolveStop();
    });
  }
  return {
    requested,
    isRequested: () => isStopping,
    check() {
      if (isStopping) throw new Error('stopped');
    },
  };
}
