import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

interface PageHeaderProps {
  title: ReactNode;
  /** where one level up is */
  parent?: { title: string; href: string };
  children?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, parent, children, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b px-4 py-3 md:px-6">
      <div className={cn('min-w-0 flex-1', children && 'basis-72')}>
        {parent && (
          <Link href={parent.href} className="text-muted-foreground text-xs hover:text-foreground hover:underline">
            {parent.title}
          </Link>
        )}
        <h1 className="text-balance font-semibold text-lg leading-7">{title}</h1>
        {children && (
          <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground text-sm">
            {children}
          </div>
        )}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
