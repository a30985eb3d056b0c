'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Timer } from 'lucide-react';
import Link from 'next/link';
import { SettingsHeader } from '#components/accounts/settings-header.tsx';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { buttonVariants } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { ServiceLevelCard } from './service-level-card.tsx';

export function ServiceLevelsList() {
  const trpc = useTRPC();
  const routes = useRoutes();
  const canChange = useReaches('admin');
  const levels = useQuery(trpc.serviceLevels.list.queryOptions());
  const hasGeneral = levels.data?.some(({ client }) => client === null) ?? false;
  return (
    <>
      <SettingsHeader
        tab="service-levels"
        actions={
          canChange &&
          (levels.data?.length ?? 0) > 0 && (
            <Link href={routes.newServiceLevel} className={buttonVariants({ variant: 'primary' })}>
              <Plus aria-hidden /> New service level
            </Link>
          )
        }
      />
      <div className="flex max-w-4xl flex-col gap-4 p-4 md:p-6">
        {levels.error && <QueryError error={levels.error} onRetry={() => levels.refetch()} />}
        {levels.isPending && <ListSkeleton rows={3} />}
        {levels.data?.length === 0 && (
          <Empty
            icon={Timer}
            title="Nothing is promised yet"
            action={
              canChange && (
                <Link href={routes.newServiceLevel} className={buttonVariants({ variant: 'primary' })}>
                  Write the first one
                </Link>
              )
            }
          >
            A service level says how soon you answer and solve, and when you are open. With one, every ticket shows how
            much time is left, and nothing lies about unseen.
          </Empty>
        )}
        {levels.data?.length !== 0 && levels.data && !hasGeneral && (
          <Alert tone="warning" title="There is no general service level">
            Tickets of clients without a service level of their own have no clocks.
          </Alert>
        )}
        {levels.data?.map((level) => (
          <ServiceLevelCard key={level.id} level={level} hasGeneral={hasGeneral} />
        ))}
      </div>
    </>
  );
}
