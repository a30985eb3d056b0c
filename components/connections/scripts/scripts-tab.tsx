'use client';
// Which scripts playbooks need at this vendor: those that are there, and those that are missing, ready to be taken along.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, FileCode2 } from 'lucide-react';
import Link from 'next/link';
import { toast } from 'sonner';
import { useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Empty } from '#components/ui/empty.tsx';
import type { ConnectionScript } from '#server/features/scripts/list-connection-scripts.schema.ts';

export function ScriptsTab({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  const scripts = useQuery(trpc.scripts.ofConnection.queryOptions({ connectionId }));
  const data = scripts.data;
  return (
    <div className="space-y-4 p-4 md:p-6">
      {scripts.error && <QueryError error={scripts.error} onRetry={() => scripts.refetch()} />}
      {scripts.isPending && <ListSkeleton rows={5} />}
      {data && !data.canRun && (
        <Empty icon={FileCode2} title={`${data.connectorName} runs no scripts`}>
          Playbooks run theirs through another connection.
        </Empty>
      )}
      {data?.canRun && data.why && (
        <Alert tone="warning" title="Its library could not be read">
          {data.why}
        </Alert>
      )}
      {data?.canRun && !data.hasCallback && data.scripts.some(({ canWrap }) => canWrap) && (
        <Alert tone="info" title="Devices cannot post results here">
          Set MSPCLAW_URL to an address that they reach, and wrapped scripts bring their output.
        </Alert>
      )}
      {data?.canRun && data.scripts.length === 0 && (
        <Empty icon={FileCode2} title="No playbook needs a script">
          What playbooks need appears here, with the text to put there.
        </Empty>
      )}
      {data?.canRun && data.scripts.length > 0 && (
        <ul aria-label="Scripts" className="space-y-3">
          {data.scripts.map((script) => (
            <li key={`${script.name} ${script.sha256}`}>
              <ScriptCard script={script} hasCallback={data.hasCallback} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ScriptCard({ script, hasCallback }: { script: ConnectionScript; hasCallback: boolean }) {
  const routes = useRoutes();
  const [owner] = script.playbooks;
  return (
    <Card aria-label={script.name}>
      <div className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium font-mono text-sm">{script.name}</span>
            <StateBadge kind="script" value={script.state} />
            <StateBadge kind="effect" value={script.effect} />
            {script.isContested && <Badge tone="wait">Two playbooks need different ones</Badge>}
          </p>
          {script.summary && <p className="mt-1 text-pretty text-muted-foreground text-sm">{script.summary}</p>}
          <p className="mt-1 text-muted-foreground text-xs">
            {script.os}, {script.language}, runs as {script.runAs}. For{' '}
            {script.playbooks.map(({ slug, title }, at) => (
              <span key={slug}>
                {at > 0 && ', '}
                <Link href={routes.playbook(slug)} className="text-accent underline">
                  {title}
                </Link>
              </span>
            ))}
            .
          </p>
        </div>
        {owner && (
          <div className="flex flex-wrap gap-2">
            <DownloadScript slug={owner.slug} name={script.name} wrapper={false} />
            {script.canWrap && hasCallback && <DownloadScript slug={owner.slug} name={script.name} wrapper />}
          </div>
        )}
      </div>
      {(script.steps.length > 0 || script.missingParameters.length > 0) && (
        <div className="space-y-2 border-t px-4 py-3 text-sm">
          {script.missingParameters.length > 0 && (
            <p className="text-wait">Lacks the variables {script.missingParameters.join(', ')}.</p>
          )}
          <ol className="list-decimal space-y-1 pl-5">
            {script.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      )}
      {script.parameters.length > 0 && (
        <details className="border-t px-4 py-2 text-sm">
          <summary className="w-fit py-1 text-accent text-xs">Variables ({script.parameters.length})</summary>
          <ul className="mt-1 space-y-1 pb-1">
            {script.parameters.map((parameter) => (
              <li key={parameter.name} className="text-xs leading-5">
                <code className="font-medium">{parameter.name}</code> {parameter.type}
                {parameter.isRequired ? ', required' : ''}
                {parameter.isOurs ? ', filled by MSPclaw' : ''}
                <span className="block text-muted-foreground">{parameter.help}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function DownloadScript({ slug, name, wrapper }: { slug: string; name: string; wrapper: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const download = useMutation({
    mutationFn: async () => {
      const { fileName, text } = await queryClient.fetchQuery(
        trpc.scripts.download.queryOptions({ slug, name, wrapper }, { staleTime: 60_000 }),
      );
      save(fileName, text);
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <Button size="sm" disabled={download.isPending} onClick={() => download.mutate()}>
      <Download aria-hidden /> {wrapper ? 'Download with wrapper' : 'Download'}
    </Button>
  );
}

function save(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
  link.click();
  URL.revokeObjectURL(url);
}
