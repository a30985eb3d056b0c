'use client';
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RunsTable } from '#components/shared/runs-table.tsx';
import { buttonVariants } from '#components/ui/button.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { ClocksCard } from './clocks-card.tsx';
import { Figures } from './figures.tsx';
import { NeedsPerson } from './needs-person.tsx';
import { statusSentence } from './status-sentence.ts';

export function Overview() {
  const trpc = useTRPC();
  const routes = useRoutes();
  const overview = useQuery(trpc.overview.read.queryOptions());
  return (
    <>
      <PageHeader title="Overview" />
      <div className="space-y-4 p-4 md:p-6">
        {overview.error && <QueryError error={overview.error} onRetry={() => overview.refetch()} />}
        {overview.isPending && <ListSkeleton />}
        {overview.data && (
          <>
            <p className="max-w-3xl text-pretty text-base leading-6" data-testid="status-sentence">
              {statusSentence(overview.data)}
            </p>
            <Figures overview={overview.data} />
            <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <div className="min-w-0 space-y-4">
                <NeedsPerson needs={overview.data.needs} />
                <ClocksCard />
              </div>
              <Card>
                <CardHeader>
                  <CardTitle>Recent runs</CardTitle>
                  <Link href={routes.runs} className="text-accent text-xs hover:underline">
                    All runs
                  </Link>
                </CardHeader>
                {overview.data.recentRuns.length > 0 ? (
                  <RunsTable runs={overview.data.recentRuns} label="Recent runs" />
                ) : (
                  <Empty
                    icon={Play}
                    title="Nothing has run yet"
                    action={
                      <Link href={routes.connections} className={buttonVariants({ variant: 'primary' })}>
                        Send a test alert
                      </Link>
                    }
                  >
                    A run starts when an alert or a ticket matches a playbook.
                  </Empty>
                )}
              </Card>
            </div>
          </>
        )}
      </div>
    </>
  );
}
