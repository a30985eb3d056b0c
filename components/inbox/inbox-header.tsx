import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { cn } from '#components/ui/cn.ts';

export function InboxHeader({ tab }: { tab: 'incidents' | 'tickets' }) {
  const routes = useRoutes();
  const tabs = [
    { key: 'incidents', title: 'Incidents', href: routes.inbox },
    { key: 'tickets', title: 'Tickets', href: routes.tickets },
  ];
  return (
    <PageHeader
      title="Inbox"
      actions={
        <nav aria-label="Inbox" className="flex rounded-md border p-0.5">
          {tabs.map(({ key, title, href }) => (
            <Link
              key={key}
              href={href}
              aria-current={tab === key ? 'page' : undefined}
              className={cn(
                'rounded px-3 py-1 text-sm',
                tab === key ? 'bg-raised font-medium' : 'text-muted-foreground hover:text-foreground',
              )}
            >
              {title}
            </Link>
          ))}
        </nav>
      }
    />
  );
}
