import { plural } from '#components/lib/format.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { JsonViewer } from '#components/shared/json-viewer.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { IncidentView } from '#server/features/inbox/read-incident.schema.ts';

export function AlertsCard({ alerts, total }: { alerts: IncidentView['alerts']; total: number }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Alerts</CardTitle>
        <span className="text-muted-foreground text-xs">
          {total > alerts.length ? `newest ${alerts.length} of ${total}` : plural(total, 'alert')}
        </span>
      </CardHeader>
      {alerts.length === 0 && (
        <CardContent className="text-muted-foreground">This incident did not come from an alert.</CardContent>
      )}
      <ul className="divide-y">
        {alerts.map((alert) => (
          <li key={alert.id} className="space-y-1.5 px-4 py-3">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground text-xs">
              <StateBadge kind="severity" value={alert.severity} />
              {alert.connector && <ConnectorGlyph connector={alert.connector} withName />}
              <span className="font-mono">{alert.kind}</span>
              <span className="ml-auto">
                raised <RelativeTime at={alert.raisedAt} />
                {alert.clearedAt && (
                  <>
                    , cleared <RelativeTime at={alert.clearedAt} />
                  </>
                )}
              </span>
            </div>
            <p className="whitespace-pre-wrap break-words">
              <UntrustedText>{alert.message || alert.title}</UntrustedText>
            </p>
            <details>
              <summary className="w-fit py-1 text-accent text-xs">Data</summary>
              <JsonViewer label={`Data of alert ${alert.externalId}`} value={alert.data} className="mt-2" />
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}
