'use client';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { shortHash } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import type { ApprovalView } from '#server/features/approvals/read-approval.schema.ts';
import { DecisionPanel } from './decision-panel.tsx';
import { PlanCard } from './plan-card.tsx';

export function ApprovalPage({ approvalId }: { approvalId: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const approval = useQuery(trpc.approvals.read.queryOptions({ approvalId }));
  if (approval.error) {
    return (
      <div className="p-6">
        <QueryError error={approval.error} onRetry={() => approval.refetch()} />
      </div>
    );
  }
  if (!approval.data) return <ListSkeleton />;
  const view = approval.data;
  return (
    <>
      <PageHeader parent={{ title: 'Approvals', href: routes.approvals }} title={view.reason}>
        <StateBadge kind="approval" value={view.status} />
        <StateBadge kind="effect" value={view.effect} />
        <Link href={routes.run(view.runId)} className="text-accent hover:underline">
          {view.playbook ? `${view.playbook.title} v${view.playbook.version}` : 'The run'}
        </Link>
        {view.incident && (
          <Link href={routes.incident(view.incident.id)} className="text-accent hover:underline">
            <UntrustedText>{view.incident.title}</UntrustedText>
          </Link>
        )}
        <span>
          asked <RelativeTime at={view.createdAt} /> by {view.requestedBy}
        </span>
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 space-y-4">
          <PlanCard plan={view.plan} />
          <p className="text-2xs text-muted-foreground">
            plan <span className="font-mono">{shortHash(view.planHash)}</span>: a yes is for exactly this plan; if
            anything in it changes, it is asked again.
          </p>
        </div>
        <div className="space-y-4">
          <FactsCard facts={view.facts} />
          <DecisionPanel approval={view} />
        </div>
      </div>
    </>
  );
}

function FactsCard({ facts }: { facts: ApprovalView['facts'] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Facts</CardTitle>
        <span className="text-muted-foreground text-xs">computed, told by nobody</span>
      </CardHeader>
      <CardContent>
        <dl className="space-y-2">
          {facts.map((fact) => (
            <div key={fact.label} className="flex items-start justify-between gap-4">
              <dt className="shrink-0 text-muted-foreground">{fact.label}</dt>
              <dd className={cn('min-w-0 text-right', fact.isWarning && 'text-wait')}>
                {fact.isWarning && (
                  <TriangleAlert aria-label="mind this" className="mr-1 inline size-3.5 align-[-2px]" />
                )}
                {fact.value}
              </dd>
            </div>
          ))}
        </dl>
      </CardContent>
    </Card>
  );
}
