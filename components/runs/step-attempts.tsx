import { JsonViewer } from '#components/shared/json-viewer.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { IntentView } from '#server/features/runs/read-run.schema.ts';

/** The intent is what was committed before anything was sent; its result is the second commit. */
export function StepAttempts({ intents, attempt }: { intents: IntentView[]; attempt: number }) {
  if (intents.length === 0) {
    return (
      <p className="p-4 text-muted-foreground">
        Attempt {attempt}. A step that only reads leaves no intent: it may simply be asked again.
      </p>
    );
  }
  return (
    <ol className="divide-y">
      {intents.map((intent) => (
        <li key={intent.attempt} className="space-y-2 p-4">
          <div className="flex flex-wrap items-center gap-2">
            <span className="font-medium">Attempt {intent.attempt}</span>
            <StateBadge kind="effect" value={intent.effect} />
            <Badge tone={intent.outcome === 'unknown' || intent.outcome === null ? 'unsure' : 'neutral'}>
              {intent.outcome ?? 'no answer yet'}
            </Badge>
            <span className="ml-auto text-muted-foreground text-xs">
              <RelativeTime at={intent.createdAt} />
            </span>
          </div>
          <p className="break-all font-mono text-2xs text-muted-foreground">{intent.tag}</p>
          <details>
            <summary className="w-fit py-1 text-accent text-xs">What was sent</summary>
            <JsonViewer label={`Request of attempt ${intent.attempt}`} value={intent.request} className="mt-2" />
          </details>
          {intent.result !== null && (
            <details>
              <summary className="w-fit py-1 text-accent text-xs">What came back</summary>
              <JsonViewer label={`Result of attempt ${intent.attempt}`} value={intent.result} className="mt-2" />
            </details>
          )}
          {intent.decidedBy && <p className="text-xs">Decided by {intent.decidedBy}</p>}
        </li>
      ))}
    </ol>
  );
}
