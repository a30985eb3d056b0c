import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { ConflictView } from '#server/features/identity/identity.schema.ts';
import { ConflictItem } from './conflict-item.tsx';

export function ConflictsCard({ conflicts }: { conflicts: ConflictView[] }) {
  if (conflicts.length === 0) return null;
  return (
    <Card aria-label="Not settled" className="border-wait/50">
      <CardHeader>
        <CardTitle>Not settled</CardTitle>
        <span className="text-muted-foreground text-xs">{conflicts.length}</span>
      </CardHeader>
      <ul className="divide-y">
        {conflicts.map((conflict) => (
          <li key={conflict.id} className="px-4 py-3">
            <ConflictItem conflict={conflict} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
