'use client';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { Input } from '#components/ui/input.tsx';

/** Typing settles for a moment before it reaches the address (`q`) and the server. */
export function SearchInput({ label, placeholder }: { label: string; placeholder: string }) {
  const url = useUrlState();
  const current = url.get('q') ?? '';
  const [text, setText] = useState(current);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(current), [current]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const settle = (value: string) => {
    clearTimeout(timer.current);
    if (value.trim() !== current) url.set({ q: value.trim() || null });
  };
  const type = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => settle(value), 250);
  };
  return (
    <div className="relative min-w-0 flex-1 basis-48 sm:max-w-64">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-muted-foreground"
      />
      <Input
        type="search"
        data-search
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => type(event.target.value)}
        onBlur={() => settle(text)}
        className="h-8 pl-8"
      />
    </div>
  );
}
