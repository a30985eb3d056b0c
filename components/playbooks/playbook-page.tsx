'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { shortHash } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { CodeView } from '#components/shared/code-view.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { RunsTable } from '#components/shared/runs-table.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { PlaybookView } from '#server/features/playbooks/read-playbook.schema.ts';
import { PlaybookPowers } from './playbook-powers.tsx';
import { EnabledBadge } from './playbooks-list.tsx';

export function PlaybookPage({ slug, version }: { slug: string; version?: string }) {
  const trpc = useTRPC();
  const routes = useRoutes();
  const view = useQuery(trpc.playbooks.read.queryOptions({ slug, version }));
  const playbookId = view.data?.playbook.id;
  const runs = useQuery(trpc.runs.list.queryOptions({ playbookId, limit: 8 }, { enabled: playbookId !== undefined }));
  if (view.error) {
    return (
      <div className="p-6">
        <QueryError error={view.error} onRetry={() => view.refetch()} />
      </div>
    );
  }
  if (!view.data) return <ListSkeleton />;
  const { playbook, shown, versions } = view.data;
  return (
    <>
      <PageHeader parent={{ title: 'Playbooks', href: routes.playbooks }} title={playbook.title}>
        <EnabledBadge isEnabled={playbook.enabled} />
        <Badge tone="outline">{playbook.category}</Badge>
        <span className="font-mono text-xs">v{shown.version}</span>
        <span className="font-mono text-2xs" title={shown.contentHash}>
          {shortHash(shown.contentHash)}
        </span>
        <p className="basis-full text-pretty">{playbook.summary}</p>
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 space-y-4">
          {!shown.isLive && (
            <Alert tone="warning" title={`This is v${shown.version}, not the live version`}>
              A run ends with the version it started with; new ones start with{' '}
              {playbook.version ? `v${playbook.version}` : 'none'}.
            </Alert>
          )}
          <Card>
            <CardHeader>
              <CardTitle>playbook.yaml</CardTitle>
              <CopyButton value={shown.source} label="Copy the YAML" />
            </CardHeader>
            <CodeView source={shown.source} label="YAML of this playbook" language="yaml" />
          </Card>
          {shown.scripts.map((script) => (
            <Card key={script.name}>
              <CardHeader>
                <CardTitle>{script.file}</CardTitle>
                <span className="font-mono text-2xs text-muted-foreground" title={script.sha256}>
                  sha256 {shortHash(script.sha256)}
                </span>
              </CardHeader>
              <CodeView source={script.text} label={`Script ${script.name}`} language="script" />
            </Card>
          ))}
        </div>
        <div className="min-w-0 space-y-4">
          <PlaybookPowers shown={shown} />
          <VersionsCard slug={playbook.slug} versions={versions} shownVersion={shown.version} />
        </div>
        <Card className="min-w-0 xl:col-span-2">
          <CardHeader>
            <CardTitle>Recent runs</CardTitle>
            <Link href={routes.runsOf({ playbookId: playbook.id })} className="text-accent text-xs hover:underline">
              All runs
            </Link>
          </CardHeader>
          {runs.data && runs.data.items.length > 0 ? (
            <RunsTable runs={runs.data.items} label="Recent runs of this playbook" showPlaybook={false} />
          ) : (
            <CardContent className="text-muted-foreground">
              {runs.isPending ? 'Loading' : 'It has not run yet.'}
            </CardContent>
          )}
        </Card>
      </div>
    </>
  );
}

interface VersionsCardProps {
  slug: string;
  versions: PlaybookView['versions'];
  shownVersion: string;
}

function VersionsCard({ slug, versions, shownVersion }: VersionsCardProps) {
  const routes = useRoutes();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Versions</CardTitle>
      </CardHeader>
      <ul className="divide-y">
        {versions.map((version) => (
          <li key={version.version} className="flex items-center gap-2 px-4 py-2">
            <Link
              href={routes.playbook(slug, version.version)}
              aria-current={version.version === shownVersion ? 'page' : undefined}
              className="font-mono text-xs hover:underline aria-[current=page]:font-semibold"
            >
              v{version.version}
            </Link>
            {version.isLive && <Badge tone="accent">Live</Badge>}
            <span className="ml-auto text-muted-foreground text-xs">
              <RelativeTime at={version.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
