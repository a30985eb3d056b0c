import { EvidenceChip } from '#components/shared/evidence-sheet.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { EvidenceSummary } from '#server/features/inbox/read-incident.schema.ts';

export function EvidenceCard({ evidence }: { evidence: EvidenceSummary[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Evidence</CardTitle>
        <span className="text-muted-foreground text-xs tabular-nums">{evidence.length}</span>
      </CardHeader>
      <CardContent className="flex flex-wrap gap-1.5">
        {evidence.length === 0 && <p className="text-muted-foreground text-sm">Nothing was asked yet.</p>}
        {evidence.map((entry) => (
          <EvidenceChip key={entry.id} evidenceId={entry.id} title={entry.title} />
        ))}
      </CardContent>
    </Card>
  );
}
