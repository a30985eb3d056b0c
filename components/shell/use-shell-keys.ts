'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { placesOf } from './nav.ts';

const chordMs = 1200;

/** Ctrl+K or Cmd+K opens the menu; "g" and then a letter goes to a page. */
export function useShellKeys(openMenu: () => void): void {
  const router = useRouter();
  const routes = useRoutes();
  useEffect(() => {
    let armedTill = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openMenu();
        return;
      }
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.ctrlKey || event.metaKey || event.altKey || target?.closest('input, textarea, select, [role="dialog"]'))
        return;
      if (event.key === 'g') armedTill = event.timeStamp + chordMs;
      else if (event.timeStamp < armedTill) {
        armedTill = 0;
        const place = placesOf(routes).find((candidate) => candidate.key === event.key);
        if (place) router.push(place.href);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [openMenu, router, routes]);
}
