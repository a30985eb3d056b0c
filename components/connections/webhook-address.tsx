'use client';
// Where the vendor must post to, and which header it must send. The address is a secret: only an admin is told.
import { useQuery } from '@tanstack/react-query';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function WebhookAddress({ connectionId, name }: { connectionId: string; name: string }) {
  const trpc = useTRPC();
  const isAdmin = useReaches('admin');
  const connection = useQuery(trpc.connections.read.queryOptions({ connectionId }));
  if (connection.isPending) return <Skeleton className="h-9 w-full" />;
  const webhook = connection.data?.webhook;
  const polls = connection.data?.pollsEverySeconds;
  if (!webhook)
    return polls ? <p className="text-muted-foreground text-sm">Asked every {polls} s; it sends no webhooks.</p> : null;
  if (!webhook.url) {
    return (
      <p className="text-muted-foreground text-sm">
        {isAdmin
          ? 'The webhook address cannot be shown while this connection is off.'
          : 'An admin can see the webhook address.'}
      </p>
    );
  }
  const headers = Object.entries(webhook.headers);
  return (
    <div className="space-y-2">
      <Copyable title="Webhook address" value={webhook.url} label={`Copy the webhook address of ${name}`} />
      {headers.map(([header, value]) => (
        <Copyable
          key={header}
          title={`Required header ${header}`}
          value={value}
          label={`Copy the value of header ${header}`}
        />
      ))}
      {webhook.steps.length > 0 && (
        <details>
          <summary className="w-fit py-1 text-accent text-xs">How to set it up there</summary>
          <ol className="mt-2 list-decimal space-y-1 pl-5 text-sm">
            {webhook.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function Copyable({ title, value, label }: { title: string; value: string; label: string }) {
  return (
    <div>
      <p className="text-muted-foreground text-xs">{title}</p>
      <div className="mt-0.5 flex items-center gap-1 rounded-md border bg-background pr-1 pl-2">
        <code className="min-w-0 flex-1 truncate py-1.5 text-xs" title={value}>
          {value}
        </code>
        <CopyButton value={value} label={label} />
      </div>
    </div>
  );
}
