import { useRoutes } from '#components/lib/console-context.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { PageTabs } from '#components/shared/page-tabs.tsx';

export function InboxHeader({ tab }: { tab: 'incidents' | 'tickets' }) {
  const routes = useRoutes();
  const tabs = [
    { key: 'incidents', title: 'Incidents', href: routes.inbox },
    { key: 'tickets', title: 'Tickets', href: routes.tickets },
  ];
  return <PageHeader title="Inbox" actions={<PageTabs label="Inbox" tabs={tabs} current={tab} />} />;
}
