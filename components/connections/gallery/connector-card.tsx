'use client';
import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { ConnectorView } from '#server/features/connections/connection.schema.ts';
import { systemWord } from './system-words.ts';
import { VerificationBadge } from './verification-badge.tsx';

/** Equal cards: what it is, what for, how far it was proved, whether it is there already. */
export function ConnectorCard({ connector, connected }: { connector: ConnectorView; connected: number }) {
  const routes = useRoutes();
  return (
    <article className="group relative flex h-full flex-col gap-2 rounded-lg border bg-surface p-4 transition-colors hover:border-control focus-within:border-accent">
      <div className="flex items-start justify-between gap-2">
        <h3 className="min-w-0">
          <Link
            href={routes.connect(connector.id)}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
              // the same page: a round to the server would mount the form a second time, under somebody's fingers
              event.preventDefault();
              window.history.pushState(null, '', routes.connect(connector.id));
              window.scrollTo(0, 0);
            }}
            className="font-medium text-sm outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent"
            data-row
          >
            <span aria-hidden>
              <ConnectorGlyph connector={connector.id} className="mr-2 align-middle" />
            </span>
            {connector.name}
          </Link>
        </h3>
        {connected > 0 && (
          <Badge tone="ok">
            <CircleCheck aria-hidden /> {connected === 1 ? 'Connected' : `${connected} connected`}
          </Badge>
        )}
      </div>
      <p className="line-clamp-2 flex-1 text-pretty text-muted-foreground text-xs leading-5">{connector.summary}</p>
      <p className="flex flex-wrap items-center gap-1.5">
        {connector.systems.map((system) => (
          <Badge key={system}>{systemWord(system)}</Badge>
        ))}
        <VerificationBadge verification={connector.verification} />
      </p>
      <p className="text-muted-foreground text-xs">
        {plural(connector.can.length, 'action')}
        {connector.cannot.length > 0 && `, ${connector.cannot.length} not possible`} ·{' '}
        {connector.hasWebhook ? 'webhooks' : 'asked for news'}
      </p>
    </article>
  );
}
