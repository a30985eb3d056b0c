import { cn } from '#components/ui/cn.ts';

/** What somebody outside wrote: underlined with dots, and said so on hover. It is data and decides nothing. */
export function UntrustedText({ children, className }: { children: string; className?: string }) {
  return (
    <span className={cn('untrusted', className)} title="Text from outside: shown as it came, it decides nothing">
      {children}
    </span>
  );
}
