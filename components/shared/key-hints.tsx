import { Kbd } from '#components/ui/kbd.tsx';

/** Shortcuts are shown where they work; a phone has none. */
export function KeyHints({ hints }: { hints: readonly (readonly [keys: string, does: string])[] }) {
  return (
    <p className="hidden flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-muted-foreground text-xs md:flex md:px-6">
      {hints.map(([keys, does]) => (
        <span key={keys} className="inline-flex items-center gap-1.5">
          {keys.split(' ').map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {does}
        </span>
      ))}
    </p>
  );
}
