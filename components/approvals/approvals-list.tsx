'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheckBig } from 'lucide-react';
import { useRef } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { KeyHints } from '#components/shared/key-hints.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Empty } from '#components/ui/empty.tsx';
import type { ApprovalSummary } from '#server/features/approvals/list-approvals.schema.ts';

const views = ['pending', 'decided', 'all'] as const;
const viewTitles = { pending: 'Pending', decided: 'Decided', all: 'All' };

export function ApprovalsList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const view = oneOf(views, url.get('view')) ?? 'pending';
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const approvals = useInfiniteQuery(
    trpc.approvals.list.infiniteQueryOptions({ view }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = approvals.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex min-h-full flex-col">
      <PageHeader title="Approvals" />
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        {views.map((value) => (
          <FilterChip
            key={value}
            isOn={view === value}
            onToggle={() => url.set({ view: value === 'pending' ? null : value })}
          >
            {viewTitles[value]}
          </FilterChip>
        ))}
      </search>
      <div className="flex-1">
        {approvals.error && <QueryError error={approvals.error} onRetry={() => approvals.refetch()} />}
        {approvals.isPending && <ListSkeleton />}
        {approvals.data && rows.length === 0 && (
          <Empty icon={CircleCheckBig} title={view === 'pending' ? 'Nothing waits for approval' : 'No approvals yet'}>
            A playbook asks here before it does what its guard says a person must see first.
          </Empty>
        )}
        <ul ref={list} aria-label="Approvals" className="divide-y border-b empty:border-0">
          {rows.map((approval) => (
            <ApprovalRow key={approval.id} approval={approval} />
          ))}
        </ul>
        <LoadMore
          hasMore={approvals.hasNextPage}
          isLoading={approvals.isFetchingNextPage}
          onMore={() => approvals.fetchNextPage()}
        />
      </div>
      <KeyHints
        hints={[
          ['j k', 'move'],
          ['Enter', 'open'],
          ['Ctrl K', 'go to'],
        ]}
      />
    </div>
  );
}

function ApprovalRow({ approval }: { approval: ApprovalSummary }) {
  const routes = useRoutes();
  return (
    <li className="relative flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3 hover:bg-raised/60 has-[a:focus-visible]:bg-raised md:px-6">
      <div className="min-w-0 flex-1 basis-60">
        <RowLink href={routes.approval(approval.id)} className="font-medium after:absolute after:inset-0">
          {approval.reason}
        </RowLink>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-muted-foreground text-xs">
          <span>{approval.playbook?.title ?? 'A playbook that is gone'}</span>
          {approval.device && <span>{approval.device}</span>}
          {approval.client && <span>{approval.client}</span>}
          <span>{plural(approval.callCount, 'call')}</span>
        </p>
      </div>
      <div className="flex items-center gap-2">
        <StateBadge kind="effect" value={approval.effect} />
        <StateBadge kind="approval" value={approval.status} />
      </div>
      <p className="w-36 text-right text-muted-foreground text-xs max-sm:w-auto">
        {approval.status === 'pending' ? (
          <>
            expires <RelativeTime at={approval.expiresAt} />
          </>
        ) : (
          <RelativeTime at={approval.decidedAt ?? approval.createdAt} />
        )}
      </p>
    </li>
  );
}
