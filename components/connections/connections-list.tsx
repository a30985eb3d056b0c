'use client';
import { useQuery } from '@tanstack/react-query';
import { Cable, Plus } from 'lucide-react';
import Link from 'next/link';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { buttonVariants } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { ConnectionCard } from './connection-card.tsx';

export function ConnectionsList() {
  const trpc = useTRPC();
  const routes = useRoutes();
  const isAdmin = useReaches('admin');
  const connections = useQuery(trpc.connections.list.queryOptions());
  const add = isAdmin && (
    <Link href={routes.newConnection} className={buttonVariants({ variant: 'primary' })}>
      <Plus aria-hidden /> Connect a system
    </Link>
  );
  return (
    <>
      <PageHeader title="Connections" actions={add} />
      <div className="p-4 md:p-6">
        {connections.error && <QueryError error={connections.error} onRetry={() => connections.refetch()} />}
        {connections.isPending && <ListSkeleton rows={3} />}
        {connections.data?.length === 0 && (
          <Empty icon={Cable} title="Nothing is connected yet" action={add}>
            Connect the PSA and the RMM you already have. They stay the system of record.
          </Empty>
        )}
        <ul aria-label="Connections" className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
          {connections.data?.map((connection) => (
            <li key={connection.id}>
              <ConnectionCard connection={connection} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
