'use client';
// Which system, then its form. The choice is in the address: a colleague can be sent to the very form.
import { useQuery } from '@tanstack/react-query';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ConnectorFacts } from './gallery/connector-facts.tsx';
import { Gallery } from './gallery/gallery.tsx';
import { SetUpConnection } from './gallery/set-up-connection.tsx';
import { systemWord } from './gallery/system-words.ts';
import { TrySandbox } from './gallery/try-sandbox.tsx';
import { VerificationBadge } from './gallery/verification-badge.tsx';

export function NewConnection() {
  const url = useUrlState();
  const routes = useRoutes();
  const chosen = url.get('connector');
  if (chosen) return <SetUp key={chosen} connectorId={chosen} />;
  return (
    <>
      <PageHeader parent={{ title: 'Connections', href: routes.connections }} title="Connect a system" />
      <Gallery />
    </>
  );
}

function SetUp({ connectorId }: { connectorId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const isAdmin = useReaches('admin');
  const connectors = useQuery({ ...trpc.connections.connectors.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const connections = useQuery(trpc.connections.list.queryOptions());
  const connector = connectors.data?.find(({ id }) => id === connectorId);
  const parent = { title: 'Connect a system', href: routes.newConnection };
  if (!connector || !connections.data) {
    return (
      <>
        <PageHeader parent={parent} title="Connect" />
        <div className="p-4 md:p-6">
          {connectors.error && <QueryError error={connectors.error} onRetry={() => connectors.refetch()} />}
          {connections.error && <QueryError error={connections.error} onRetry={() => connections.refetch()} />}
          {connectors.data && !connector && (
            <Alert tone="warning" title="There is no such connector">
              This version has none of that name. Choose another system.
            </Alert>
          )}
          {(connectors.isPending || connections.isPending) && <ListSkeleton rows={4} />}
        </div>
      </>
    );
  }
  return (
    <>
      <PageHeader
        parent={parent}
        title={
          <span className="inline-flex items-center gap-2">
            <span aria-hidden className="inline-flex">
              <ConnectorGlyph connector={connector.id} />
            </span>
            {connector.name}
          </span>
        }
      >
        {connector.systems.map((system) => (
          <Badge key={system}>{systemWord(system)}</Badge>
        ))}
        <VerificationBadge verification={connector.verification} withHint />
        <p className="w-full text-pretty">{connector.summary}</p>
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-6 p-4 md:p-6 lg:grid-cols-[minmax(0,42rem)_minmax(18rem,1fr)]">
        <div className="min-w-0 space-y-4">
          {isAdmin ? (
            <>
              <TrySandbox connector={connector} />
              <SetUpConnection connector={connector} takenNames={connections.data.map(({ name }) => name)} />
            </>
          ) : (
            <Alert tone="info" title="An admin connects systems">
              You can read here what it needs and does.
            </Alert>
          )}
        </div>
        <ConnectorFacts connector={connector} />
      </div>
    </>
  );
}
