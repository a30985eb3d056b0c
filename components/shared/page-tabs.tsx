import Link from 'next/link';
import { cn } from '#components/ui/cn.ts';

interface PageTabsProps {
  label: string;
  tabs: readonly { key: string; title: string; href: string }[];
  current: string;
}

/** Pages that belong together, each with its own address. */
export function PageTabs({ label, tabs, current }: PageTabsProps) {
  return (
    <nav aria-label={label} className="flex rounded-md border p-0.5">
      {tabs.map(({ key, title, href }) => (
        <Link
          key={key}
          href={href}
          aria-current={current === key ? 'page' : undefined}
          className={cn(
            'rounded px-3 py-1 text-sm',
            current === key ? 'bg-raised font-medium' : 'text-muted-foreground hover:text-foreground',
          )}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
