'use client';
// The form's texts, and what is wrong with those a person has been at: said once the typing rests, or on leaving the field.
import { useEffect, useMemo, useRef, useState } from 'react';
import { type DraftPromise, type Problems, readDraft } from './draft-promise.ts';

const quietMs = 600;
const afterClickMs = 250;

export function useDraft(first: DraftPromise) {
  const [draft, setDraft] = useState(first);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const [isTried, setTried] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { promise, problems } = useMemo(() => readDraft(draft), [draft]);
  const visit = (path: string) => setVisited((before) => new Set(before).add(path));
  // a line that appears while the mouse is down would move the button away from under it
  const leave = (path: string) => void setTimeout(() => visit(path), afterClickMs);
  const change = (part: Partial<DraftPromise>, path: string) => {
    setDraft((before) => ({ ...before, ...part }));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => visit(path), quietMs);
  };
  const isShown = (path: string): boolean =>
    isTried || [...visited].some((one) => path === one || path.startsWith(`${one}.`));
  const shown: Problems = Object.fromEntries(Object.entries(problems).filter(([path]) => isShown(path)));
  return { draft, promise, problems: shown, change, leave, tryAll: () => setTried(true) };
}
