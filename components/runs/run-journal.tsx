import { clockTime, exactTime } from '#components/lib/format.ts';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import type { RunView } from '#server/features/runs/read-run.schema.ts';
import { type JournalEntry, writeJournal } from './write-journal.ts';

const dots: Record<JournalEntry['tone'], string> = {
  plain: 'bg-control',
  ok: 'bg-ok',
  bad: 'bg-bad',
  wait: 'bg-wait',
  unsure: 'bg-unsure',
};

export function RunJournal({ view, onChoose }: { view: RunView; onChoose: (path: string) => void }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Journal</CardTitle>
        <span className="text-muted-foreground text-xs">times in UTC</span>
      </CardHeader>
      <ol className="px-4 py-2" aria-live="polite">
        {writeJournal(view).map((entry) => (
          <li key={entry.key} className="flex items-baseline gap-3 py-1">
            <time
              dateTime={entry.at.toISOString()}
              title={exactTime(entry.at)}
              className="font-mono text-2xs text-muted-foreground"
            >
              {clockTime(entry.at)}
            </time>
            <span aria-hidden className={cn('size-1.5 shrink-0 -translate-y-0.5 rounded-full', dots[entry.tone])} />
            {entry.path ? (
              <button
                type="button"
                onClick={() => onChoose(entry.path ?? '')}
                className="min-w-0 break-words text-left hover:underline"
              >
                {entry.text}
              </button>
            ) : (
              <span className="min-w-0 break-words">{entry.text}</span>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
