'use client';
// One clock for the page: every relative time moves together, on one timer. The first picture in the browser is drawn
// with the server's moment, so both say the same.
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';

const RenderedAt = createContext(0);
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function NowProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

/** The present moment, renewed every second. */
export function useNow(): Date {
  const renderedAt = useContext(RenderedAt);
  return new Date(
    useSyncExternalStore(
      subscribe,
      () => now,
      () => renderedAt || now,
    ),
  );
}
