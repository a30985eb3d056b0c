'use client';
// A promise on a page of its own: a new one, or one that is changed.
import { useQuery } from '@tanstack/react-query';
import { Lock, SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { buttonVariants } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import type { SavedServiceLevel } from '#server/features/service-levels/service-level.schema.ts';
import { draftOf, firstDraft } from './draft-promise.ts';
import { type Choice, ServiceLevelForm } from './service-level-form.tsx';

const general: Choice = { clientId: null, title: 'Every client without its own' };

export function EditServiceLevel({ serviceLevelId }: { serviceLevelId: string }) {
  const trpc = useTRPC();
  const levels = useQuery(trpc.serviceLevels.list.queryOptions());
  const level = levels.data?.find(({ id }) => id === serviceLevelId);
  const choice = level?.client ? { clientId: level.client.id, title: level.client.name } : general;
  return (
    <Page title={level?.name ?? 'Service level'} query={levels}>
      {level ? (
        <ServiceLevelForm first={draftOf(level)} choices={[choice]} />
      ) : (
        <Gone title="There is no such service level" icon={SearchX} />
      )}
    </Page>
  );
}

export function NewServiceLevel() {
  const trpc = useTRPC();
  const levels = useQuery(trpc.serviceLevels.list.queryOptions());
  const clients = useQuery(trpc.devices.clients.queryOptions());
  const isReady = levels.data && clients.data;
  const choices = isReady ? freeChoices(levels.data, clients.data) : [];
  const like = levels.data?.find(({ client }) => client === null);
  const first = {
    ...(like ? draftOf(like) : firstDraft('')),
    clientId: choices[0]?.clientId ?? null,
    ...(like ? { name: '' } : {}),
  };
  return (
    <Page title="New service level" query={levels.error || !levels.data ? levels : clients}>
      {choices.length > 0 ? (
        <ServiceLevelForm first={first} choices={choices} startsInOwnZone={!like} />
      ) : (
        <Gone title="Every client has a service level already" icon={SearchX} />
      )}
    </Page>
  );
}

/** One promise for each client, and one for the rest: those that have theirs are not offered. */
function freeChoices(levels: readonly SavedServiceLevel[], clients: readonly { id: string; name: string }[]): Choice[] {
  const taken = new Set(levels.map(({ client }) => client?.id ?? null));
  return [general, ...clients.map(({ id, name }) => ({ clientId: id, title: name }))].filter(
    ({ clientId }) => !taken.has(clientId),
  );
}

interface PageProps {
  title: string;
  query: { data: unknown; error: { message: string } | null; refetch: () => unknown };
  children: ReactNode;
}

function Page({ title, query, children }: PageProps) {
  const routes = useRoutes();
  const canChange = useReaches('admin');
  return (
    <>
      <PageHeader parent={{ title: 'Service levels', href: routes.serviceLevels }} title={title} />
      <div className="max-w-4xl p-4 md:p-6">
        {query.error ? (
          <QueryError error={query.error} onRetry={() => query.refetch()} />
        ) : !query.data ? (
          <ListSkeleton />
        ) : canChange ? (
          children
        ) : (
          <Gone title="Only administrators change service levels" icon={Lock} />
        )}
      </div>
    </>
  );
}

function Gone({ title, icon }: { title: string; icon: typeof Lock }) {
  const routes = useRoutes();
  return (
    <Empty
      icon={icon}
      title={title}
      action={
        <Link href={routes.serviceLevels} className={buttonVariants()}>
          All service levels
        </Link>
      }
    />
  );
}
