'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { JsonViewer } from '#components/shared/json-viewer.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Table, TableCell, TableHead, TableRow } from '#components/ui/table.tsx';
import type { AuditEntry } from '#server/features/audit/list-audit.schema.ts';

const actorKinds = ['user', 'run', 'connection', 'system'] as const;

export function AuditList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const actions = useQuery({ ...trpc.audit.actions.queryOptions(), staleTime: 60_000 });
  const filter = {
    action: url.get('action')?.slice(0, 80),
    actorKind: oneOf(actorKinds, url.get('actor')),
    targetKind: url.get('targetKind')?.slice(0, 60),
    targetId: url.get('targetId')?.slice(0, 120),
  };
  const entries = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filter, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <>
      <PageHeader title="Audit log">Entries can be added, never changed or removed.</PageHeader>
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <NativeSelect
          aria-label="Action"
          value={filter.action ?? ''}
          onChange={(event) => url.set({ action: event.target.value || null })}
        >
          <option value="">Every action</option>
          {actions.data?.map((action) => (
            <option key={action}>{action}</option>
          ))}
        </NativeSelect>
        <NativeSelect
          aria-label="Who"
          value={filter.actorKind ?? ''}
          onChange={(event) => url.set({ actor: event.target.value || null })}
        >
          <option value="">Everybody</option>
          <option value="user">People</option>
          <option value="run">Runs</option>
          <option value="connection">Connections</option>
          <option value="system">MSPclaw</option>
        </NativeSelect>
        {isFiltered && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => url.set({ action: null, actor: null, targetKind: null, targetId: null })}
          >
            Clear the filter
          </Button>
        )}
      </search>
      {entries.error && (
        <div className="p-4">
          <QueryError error={entries.error} onRetry={() => entries.refetch()} />
        </div>
      )}
      {entries.isPending && <ListSkeleton />}
      {entries.data && rows.length === 0 && (
        <Empty icon={ScrollText} title={isFiltered ? 'No entry fits this filter' : 'Nothing was recorded yet'} />
      )}
      {rows.length > 0 && (
        <div className="md:px-3">
          <Table label="Audit log">
            <thead>
              <tr>
                <TableHead>When</TableHead>
                <TableHead>Who</TableHead>
                <TableHead>Did</TableHead>
                <TableHead>To</TableHead>
                <TableHead>Why and how</TableHead>
              </tr>
            </thead>
            <tbody>
              {rows.map((entry) => (
                <AuditRow key={entry.id} entry={entry} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <LoadMore
        hasMore={entries.hasNextPage}
        isLoading={entries.isFetchingNextPage}
        onMore={() => entries.fetchNextPage()}
      />
    </>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  return (
    <TableRow className="align-top">
      <TableCell className="align-top text-muted-foreground">
        <RelativeTime at={entry.at} />
      </TableCell>
      <TableCell className="whitespace-nowrap align-top">
        <span className="inline-block first-letter:uppercase">{entry.actorName}</span>
        <span className="block max-w-36 truncate font-mono text-2xs text-muted-foreground" title={entry.actor}>
          {entry.actor}
        </span>
      </TableCell>
      <TableCell className="whitespace-nowrap align-top font-mono text-xs leading-5">{entry.action}</TableCell>
      <TableCell className="whitespace-nowrap align-top">
        <Target entry={entry} />
      </TableCell>
      <TableCell className="min-w-64 align-top">
        {entry.why && <p className="mb-1">{entry.why}</p>}
        <details>
          <summary className="w-fit py-1 text-accent text-xs">Detail</summary>
          <JsonViewer label={`Detail of ${entry.action}`} value={entry.detail} className="mt-1" />
        </details>
      </TableCell>
    </TableRow>
  );
}

function Target({ entry }: { entry: AuditEntry }) {
  const routes = useRoutes();
  const pages: Record<string, (id: string) => string> = {
    run: (id) => routes.run(id),
    approval: routes.approval,
    incident: routes.incident,
    ticket: routes.ticket,
    connection: routes.connection,
  };
  const href = pages[entry.targetKind]?.(entry.targetId);
  return (
    <>
      {href ? (
        <Link href={href} className="text-accent hover:underline">
          {entry.targetKind}
        </Link>
      ) : (
        entry.targetKind
      )}
      <span className="block max-w-40 truncate font-mono text-2xs text-muted-foreground" title={entry.targetId}>
        {entry.targetId}
      </span>
    </>
  );
}
