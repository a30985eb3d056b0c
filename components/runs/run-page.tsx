'use client';
import { Radio } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { KeyHints } from '#components/shared/key-hints.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RunDuration } from '#components/shared/runs-table.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { RunView } from '#server/features/runs/read-run.schema.ts';
import { CancelRun } from './cancel-run.tsx';
import { RunJournal } from './run-journal.tsx';
import { RunTimeline } from './run-timeline.tsx';
import { StepInspector } from './step-inspector.tsx';
import { UnknownStep } from './unknown-step.tsx';
import { useLiveRun } from './use-live-run.ts';

export function RunPage({ runId }: { runId: string }) {
  const { run, isFinal, stream } = useLiveRun(runId);
  const url = useUrlState();
  if (run.error) {
    return (
      <div className="p-6">
        <QueryError error={run.error} onRetry={() => run.refetch()} />
      </div>
    );
  }
  if (!run.data) return <ListSkeleton />;
  const view = run.data;
  const chosen = view.steps.find((step) => step.path === url.get('step')) ?? stepOfInterest(view);
  const choose = (path: string) => url.set({ step: path });
  return (
    <div className="flex min-h-full flex-col">
      <RunHeader view={view} isFinal={isFinal} stream={stream} />
      <div className="flex-1 space-y-4 p-4 md:p-6">
        {view.run.status === 'unknown' && <UnknownStep view={view} />}
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] 2xl:grid-cols-[minmax(0,1fr)_32rem]">
          <div className="min-w-0 space-y-4">
            <Card>
              <CardHeader>
                <CardTitle>Steps</CardTitle>
              </CardHeader>
              <RunTimeline view={view} chosen={chosen?.path ?? null} onChoose={choose} />
            </Card>
            <RunJournal view={view} onChoose={choose} />
          </div>
          {chosen && <StepInspector key={chosen.path} step={chosen} view={view} />}
        </div>
      </div>
      <KeyHints
        hints={[
          ['j k', 'move along the steps'],
          ['Enter', 'inspect'],
          ['Ctrl K', 'go to'],
        ]}
      />
    </div>
  );
}

/** What somebody would look at first: what went wrong, what is going on, else the last thing. */
function stepOfInterest(view: RunView) {
  const wanted = ['unknown', 'failed', 'started', 'waiting'];
  for (const status of wanted) {
    const step = view.steps.find((candidate) => candidate.status === status);
    if (step) return step;
  }
  return view.steps.at(-1);
}

function RunHeader({ view, isFinal, stream }: { view: RunView; isFinal: boolean; stream: string }) {
  const routes = useRoutes();
  const { run } = view;
  return (
    <PageHeader
      parent={{ title: 'Runs', href: routes.runs }}
      title={run.playbook.title}
      actions={!isFinal && <CancelRun runId={run.id} requestedBy={run.cancelRequestedBy} />}
    >
      <StateBadge kind="run" value={run.status} />
      <Link
        href={routes.playbook(run.playbook.slug, run.playbook.version)}
        className="font-mono text-xs hover:underline"
      >
        v{run.playbook.version}
      </Link>
      {run.device && <span>{run.device.name}</span>}
      {run.client && <span>{run.client.name}</span>}
      {run.incidentId && (
        <Link href={routes.incident(run.incidentId)} className="text-accent hover:underline">
          <UntrustedText>{run.incidentTitle ?? 'Incident'}</UntrustedText>
        </Link>
      )}
      <span>
        started <RelativeTime at={run.createdAt} /> by {run.startedBy}
      </span>
      <span className="tabular-nums">
        <RunDuration run={run} />
      </span>
      {stream === 'pending' && (
        <span className="inline-flex items-center gap-1 text-ok text-xs">
          <Radio aria-hidden className="size-3.5" /> Live
        </span>
      )}
      {run.outcome && <p className="basis-full text-foreground">{run.outcome}</p>}
    </PageHeader>
  );
}
