import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { count, trend } from '#components/lib/format.ts';
import type { OverviewView } from '#server/features/overview/read-overview.schema.ts';

const arrows = { up: ArrowUp, down: ArrowDown, same: ArrowRight };

export function Figures({ overview }: { overview: OverviewView }) {
  const routes = useRoutes();
  const figures = [
    { title: 'Alerts', figure: overview.alerts, href: routes.inbox },
    { title: 'New incidents', figure: overview.incidentsOpened, href: routes.inbox },
    { title: 'Merged alerts', figure: overview.merged, href: routes.inbox },
    { title: 'Runs succeeded', figure: overview.runsSucceeded, href: routes.runsOf({ status: 'succeeded' }) },
    { title: 'Handed to people', figure: overview.runsEscalated, href: routes.runsOf({ status: 'escalated' }) },
    { title: 'Tickets closed', figure: overview.ticketsClosed, href: routes.tickets },
  ];
  return (
    <ul
      aria-label="The last 24 hours"
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-3 xl:grid-cols-6"
    >
      {figures.map(({ title, figure, href }) => {
        const change = trend(figure.now, figure.before);
        const Arrow = arrows[change.direction];
        return (
          <li key={title} className="relative bg-surface p-4 hover:bg-raised">
            <Link href={href} className="block text-muted-foreground text-xs after:absolute after:inset-0">
              {title}
            </Link>
            <p className="mt-1 font-semibold text-2xl tabular-nums leading-8">{count(figure.now)}</p>
            <p className="mt-0.5 flex items-center gap-1 text-2xs text-muted-foreground">
              <Arrow aria-hidden className="size-3 shrink-0" />
              {change.text}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
