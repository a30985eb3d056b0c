import { CircleCheck, CircleHelp, Clock, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Empty } from '#components/ui/empty.tsx';
import type { OverviewView } from '#server/features/overview/read-overview.schema.ts';

const kinds = {
  approval: { word: 'Approve', tone: 'wait', icon: Clock },
  unknown: { word: 'Decide', tone: 'unsure', icon: CircleHelp },
  escalated: { word: 'Take over', tone: 'wait', icon: UserRound },
} as const;

export function NeedsPerson({ needs }: { needs: OverviewView['needs'] }) {
  const routes = useRoutes();
  const total = needs.approvals + needs.unknownSteps + needs.escalated;
  const hrefOf = { approval: routes.approval, unknown: (id: string) => routes.run(id), escalated: routes.incident };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Needs a person</CardTitle>
        <span className="text-muted-foreground text-xs tabular-nums">{total}</span>
      </CardHeader>
      {needs.items.length === 0 ? (
        <Empty icon={CircleCheck} title="Nothing needs you">
          Approvals, steps whose outcome is unknown and escalated incidents appear here.
        </Empty>
      ) : (
        <ul className="divide-y">
          {needs.items.map((item) => {
            const { icon: Icon, tone, word } = kinds[item.kind];
            return (
              <li
                key={`${item.kind}${item.id}`}
                className="relative flex items-start gap-3 px-4 py-2.5 hover:bg-raised/60"
              >
                <Badge tone={tone} className="mt-px w-20">
                  <Icon aria-hidden />
                  {word}
                </Badge>
                <div className="min-w-0 flex-1">
                  <Link
                    href={hrefOf[item.kind](item.id)}
                    className="line-clamp-2 font-medium after:absolute after:inset-0"
                  >
                    {item.title}
                  </Link>
                  <p className="truncate text-muted-foreground text-xs">{item.detail}</p>
                </div>
                <RelativeTime at={item.at} className="text-muted-foreground text-xs" />
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
