import { Pencil } from 'lucide-react';
import Link from 'next/link';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { plural } from '#components/lib/format.ts';
import { buttonVariants } from '#components/ui/button.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { priorities, type SavedServiceLevel } from '#server/features/service-levels/service-level.schema.ts';
import { describeWeek } from './describe-week.ts';
import { RemoveServiceLevel } from './remove-service-level.tsx';
import { spanText } from './span-text.ts';
import { inSentence } from './stage-words.ts';

export function ServiceLevelCard({ level, hasGeneral }: { level: SavedServiceLevel; hasGeneral: boolean }) {
  const routes = useRoutes();
  const canChange = useReaches('admin');
  const facts: [string, string][] = [
    ['Open', `${describeWeek(level.week).join('; ')} (${level.timeZone})`],
    ['Days off', level.holidays.length === 0 ? 'none' : plural(level.holidays.length, 'day')],
    ['Paused while', level.pausedStages.map(inSentence).join(', ') || 'never'],
    ['Stale after', level.staleAfterMinutes === null ? 'never' : spanText(level.staleAfterMinutes)],
  ];
  return (
    <Card aria-label={level.name}>
      <CardHeader>
        <div className="min-w-0">
          <CardTitle className="truncate">{level.name}</CardTitle>
          <p className="text-muted-foreground text-xs">
            {level.client ? level.client.name : 'Every client without its own'}
          </p>
        </div>
        {canChange && (
          <div className="flex items-center gap-1">
            <Link href={routes.serviceLevel(level.id)} className={buttonVariants()} aria-label={`Change ${level.name}`}>
              <Pencil aria-hidden /> Change
            </Link>
            <RemoveServiceLevel level={level} hasGeneral={hasGeneral} />
          </div>
        )}
      </CardHeader>
      <CardContent className="grid gap-x-8 gap-y-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <table className="w-full text-sm">
          <thead>
            <tr className="text-left text-muted-foreground text-xs">
              <th scope="col" className="pb-1 font-medium">
                Priority
              </th>
              <th scope="col" className="pb-1 font-medium">
                First response
              </th>
              <th scope="col" className="pb-1 font-medium">
                Resolution
              </th>
            </tr>
          </thead>
          <tbody className="tabular-nums">
            {priorities.map((priority) => (
              <tr key={priority}>
                <th scope="row" className="py-0.5 text-left font-normal text-muted-foreground capitalize">
                  {priority}
                </th>
                <td>{targetText(level.targets[priority].response)}</td>
                <td>{targetText(level.targets[priority].resolution)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-4 gap-y-1 text-sm">
          {facts.map(([title, text]) => (
            <div key={title} className="contents">
              <dt className="text-muted-foreground">{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </CardContent>
    </Card>
  );
}

const targetText = (minutes: number | null) =>
  minutes === null ? <span className="text-muted-foreground">not promised</span> : spanText(minutes);
