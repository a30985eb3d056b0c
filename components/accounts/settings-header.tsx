import type { ReactNode } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { PageTabs } from '#components/shared/page-tabs.tsx';

export function SettingsHeader({ tab, actions }: { tab: 'people' | 'service-levels'; actions?: ReactNode }) {
  const routes = useRoutes();
  const tabs = [
    { key: 'people', title: 'People', href: routes.settings },
    { key: 'service-levels', title: 'Service levels', href: routes.serviceLevels },
  ];
  return (
    <PageHeader
      title="Settings"
      actions={
        <>
          <PageTabs label="Settings" tabs={tabs} current={tab} />
          {actions}
        </>
      }
    />
  );
}
