import { MonitorSmartphone, ScrollText } from 'lucide-react';
import { plural, shortHash } from '#components/lib/format.ts';
import { JsonViewer } from '#components/shared/json-viewer.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { PlannedCallView } from '#server/features/approvals/read-approval.schema.ts';

export function PlanCard({ plan }: { plan: PlannedCallView[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Exactly what will be done</CardTitle>
        <span className="text-muted-foreground text-xs">{plural(plan.length, 'call')}, in this order</span>
      </CardHeader>
      <ol className="divide-y">
        {plan.map((call, index) => (
          <li key={call.path} className="space-y-2 p-4">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="text-muted-foreground tabular-nums">{index + 1}.</span>
              <span className="break-all font-medium font-mono text-sm">{call.capability}</span>
              <StateBadge kind="effect" value={call.effect} />
              {call.device && (
                <span className="inline-flex items-center gap-1 text-sm">
                  <MonitorSmartphone aria-hidden className="size-3.5 text-muted-foreground" /> {call.device}
                </span>
              )}
            </div>
            {call.script && (
              <p className="flex flex-wrap items-center gap-1.5 text-sm">
                <ScrollText aria-hidden className="size-3.5 text-muted-foreground" /> {call.script.name}
                {call.script.sha256 && (
                  <span className="font-mono text-2xs text-muted-foreground" title={call.script.sha256}>
                    sha256 {shortHash(call.script.sha256)}
                  </span>
                )}
              </p>
            )}
            <JsonViewer label={`Arguments of ${call.path}`} value={call.arguments} />
            {JSON.stringify(call.arguments)?.includes('"$later"') && (
              <p className="text-muted-foreground text-xs">
                <code>$later</code> is filled in from what earlier steps answer: its text is fixed, its values are not
                known yet.
              </p>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
