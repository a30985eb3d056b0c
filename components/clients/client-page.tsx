'use client';
// One customer across every system that knows it, and the people who work there.
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { ConflictsCard } from '#components/identity/conflicts-card.tsx';
import { DecisionsCard } from '#components/identity/decisions-card.tsx';
import { MergeDialog } from '#components/identity/merge-dialog.tsx';
import { RecordsCard } from '#components/identity/records-card.tsx';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { PeopleCard } from './people-card.tsx';

export function ClientPage({ clientId }: { clientId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const canEdit = useReaches('engineer');
  const view = useQuery(trpc.identity.client.queryOptions({ id: clientId }));
  if (view.error) {
    return (
      <div className="p-6">
        <QueryError error={view.error} onRetry={() => view.refetch()} />
      </div>
    );
  }
  if (!view.data) return <ListSkeleton />;
  const client = view.data;
  return (
    <>
      <PageHeader
        parent={{ title: 'Clients', href: routes.clients }}
        title={client.name}
        actions={canEdit && <MergeDialog kind="client" subject={client} />}
      >
        <Link href={routes.devicesOf({ client: client.id })} className="text-accent hover:underline">
          {plural(client.devices, 'device')}
        </Link>
        <span>{plural(client.people, 'person', 'people')}</span>
        <span>{plural(client.openIncidents, 'open incident')}</span>
        {canEdit && (
          <Link href={routes.auditOf('client', client.id)} className="text-accent hover:underline">
            Audit log
          </Link>
        )}
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0 space-y-4">
          {client.isRedirected && <Alert tone="info">The client you looked for was merged into this one.</Alert>}
          <ConflictsCard conflicts={client.conflicts} />
          <PeopleCard clientId={client.id} />
        </div>
        <div className="min-w-0 space-y-4">
          <RecordsCard kind="client" subject={client} records={client.records} />
          <DecisionsCard decisions={client.decisions} />
        </div>
      </div>
    </>
  );
}
