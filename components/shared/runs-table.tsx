'use client';
import { useRoutes } from '#components/lib/console-context.tsx';
import { duration } from '#components/lib/format.ts';
import { useNow } from '#components/lib/use-now.tsx';
import { Table, TableCell, TableHead, TableRow } from '#components/ui/table.tsx';
import type { RunSummary } from '#server/features/runs/public.schema.ts';
import { RelativeTime } from './relative-time.tsx';
import { RowLink } from './row-link.tsx';
import { StateBadge } from './state-badge.tsx';

export function RunsTable({
  runs,
  label,
  showPlaybook = true,
}: {
  runs: RunSummary[];
  label: string;
  showPlaybook?: boolean;
}) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <TableHead>Status</TableHead>
          <TableHead>{showPlaybook ? 'Playbook' : 'Version'}</TableHead>
          <TableHead>Device</TableHead>
          <TableHead className="text-right">Took</TableHead>
          <TableHead className="text-right">Started</TableHead>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} showPlaybook={showPlaybook} />
        ))}
      </tbody>
    </Table>
  );
}

function RunRow({ run, showPlaybook }: { run: RunSummary; showPlaybook: boolean }) {
  const routes = useRoutes();
  return (
    <TableRow className="relative">
      <TableCell>
        <StateBadge kind="run" value={run.status} />
      </TableCell>
      <TableCell className="w-full min-w-52 max-w-0">
        <RowLink href={routes.run(run.id)} className="font-medium after:absolute after:inset-0">
          {showPlaybook ? run.playbook.title : `v${run.playbook.version}`}
        </RowLink>
        {showPlaybook && <span className="ml-2 font-mono text-2xs text-muted-foreground">v{run.playbook.version}</span>}
        {run.outcome && <span className="block truncate text-muted-foreground text-xs">{run.outcome}</span>}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {run.device?.name ?? <span className="text-muted-foreground">none</span>}
        {run.client && <span className="block text-muted-foreground text-xs">{run.client.name}</span>}
      </TableCell>
      <TableCell className="whitespace-nowrap text-right text-muted-foreground tabular-nums">
        <RunDuration run={run} />
      </TableCell>
      <TableCell className="text-right text-muted-foreground">
        <RelativeTime at={run.createdAt} />
      </TableCell>
    </TableRow>
  );
}

export function RunDuration({ run }: { run: Pick<RunSummary, 'startedAt' | 'finishedAt'> }) {
  const now = useNow();
  if (!run.startedAt) return null;
  const end = run.finishedAt ?? now;
  return <span>{duration(end.getTime() - run.startedAt.getTime())}</span>;
}
