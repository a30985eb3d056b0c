'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CirclePause, Workflow } from 'lucide-react';
import { useRef } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { KeyHints } from '#components/shared/key-hints.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RowLink } from '#components/shared/row-link.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Empty } from '#components/ui/empty.tsx';
import type { PlaybookSummary } from '#server/features/playbooks/list-playbooks.schema.ts';

export function PlaybooksList() {
  const trpc = useTRPC();
  const url = useUrlState();
  const q = url.get('q')?.toLowerCase() ?? '';
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const playbooks = useQuery(trpc.playbooks.list.queryOptions());
  const rows =
    playbooks.data?.filter((row) => `${row.title} ${row.slug} ${row.category}`.toLowerCase().includes(q)) ?? [];
  return (
    <div className="flex min-h-full flex-col">
      <PageHeader title="Playbooks" />
      <search className="flex items-center gap-2 border-b px-4 py-2 md:px-6">
        <SearchInput label="Search playbooks" placeholder="Title or category" />
      </search>
      <div className="flex-1">
        {playbooks.error && <QueryError error={playbooks.error} onRetry={() => playbooks.refetch()} />}
        {playbooks.isPending && <ListSkeleton />}
        {playbooks.data && rows.length === 0 && (
          <Empty icon={Workflow} title={q ? 'No playbook fits this search' : 'No playbooks yet'}>
            A playbook says in YAML when to act, what to do and how to prove that it helped.
          </Empty>
        )}
        <ul ref={list} aria-label="Playbooks" className="divide-y border-b empty:border-0">
          {rows.map((playbook) => (
            <PlaybookRow key={playbook.id} playbook={playbook} />
          ))}
        </ul>
      </div>
      <KeyHints
        hints={[
          ['j k', 'move'],
          ['Enter', 'open'],
          ['/', 'search'],
          ['Ctrl K', 'go to'],
        ]}
      />
    </div>
  );
}

function PlaybookRow({ playbook }: { playbook: PlaybookSummary }) {
  const routes = useRoutes();
  const { total, succeeded, escalated, failed } = playbook.runs;
  return (
    <li className="relative flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3 hover:bg-raised/60 has-[a:focus-visible]:bg-raised md:px-6">
      <div className="min-w-0 flex-1 basis-72">
        <RowLink href={routes.playbook(playbook.slug)} className="font-medium after:absolute after:inset-0">
          {playbook.title}
        </RowLink>
        {playbook.version && <span className="ml-2 font-mono text-2xs text-muted-foreground">v{playbook.version}</span>}
        <p className="mt-0.5 max-w-3xl text-pretty text-muted-foreground text-xs">{playbook.summary}</p>
      </div>
      <div className="flex items-center gap-2">
        <Badge tone="outline">{playbook.category}</Badge>
        <EnabledBadge isEnabled={playbook.enabled} />
      </div>
      <p className="w-80 text-right text-muted-foreground text-xs max-sm:w-full max-sm:text-left">
        {total === 0
          ? 'no runs in 30 days'
          : `${plural(total, 'run')}: ${succeeded} succeeded, ${escalated} escalated, ${failed} failed`}
        {playbook.lastRunAt && (
          <span className="block">
            last <RelativeTime at={playbook.lastRunAt} />
          </span>
        )}
      </p>
    </li>
  );
}

export function EnabledBadge({ isEnabled }: { isEnabled: boolean }) {
  return isEnabled ? (
    <Badge tone="ok">
      <CircleCheck aria-hidden /> On
    </Badge>
  ) : (
    <Badge tone="neutral">
      <CirclePause aria-hidden /> Off
    </Badge>
  );
}
