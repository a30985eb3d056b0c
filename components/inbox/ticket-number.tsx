import { ExternalLink } from 'lucide-react';
import type { TicketSummary } from '#server/features/inbox/list-tickets.schema.ts';

export function TicketNumber({ ticket }: { ticket: Pick<TicketSummary, 'externalId' | 'url'> }) {
  if (!ticket.url) return <span>#{ticket.externalId}</span>;
  return (
    <a
      href={ticket.url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent hover:underline"
    >
      #{ticket.externalId}
      <ExternalLink aria-label="opens in the PSA" className="size-3" />
    </a>
  );
}
