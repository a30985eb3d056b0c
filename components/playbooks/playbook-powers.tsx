import type { ReactNode } from 'react';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { PlaybookView } from '#server/features/playbooks/read-playbook.schema.ts';

export function PlaybookPowers({ shown }: { shown: PlaybookView['shown'] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>What it may do</CardTitle>
      </CardHeader>
      <CardContent className="space-y-4">
        <ul className="space-y-2">
          {shown.powers.length === 0 && <li className="text-muted-foreground">Nothing outside.</li>}
          {shown.powers.map((power) => (
            <li key={power.capability} className="flex items-start justify-between gap-3">
              <span className="min-w-0">
                {power.title}
                <span className="block text-2xs text-muted-foreground">
                  <span className="font-mono">{power.capability}</span>
                  {power.effect !== 'read' && power.approval === 'always' && ' · asked first'}
                  {power.effect !== 'read' && power.approval === 'sometimes' && ' · sometimes asked first'}
                </span>
              </span>
              <StateBadge kind="effect" value={power.effect} />
            </li>
          ))}
        </ul>
        <Said title="Starts on">
          {shown.triggers.length > 0 ? (
            <ul className="space-y-1">
              {shown.triggers.map((trigger) => (
                <li key={trigger} className="break-words font-mono text-xs">
                  {trigger}
                </li>
              ))}
            </ul>
          ) : (
            'by hand only'
          )}
        </Said>
        <Said title="Approval">{shown.approval ?? 'not asked for'}</Said>
        <Said title="Budget">{shown.budget ?? 'none of its own'}</Said>
      </CardContent>
    </Card>
  );
}

const Said = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <h3 className="mb-0.5 font-medium text-muted-foreground text-xs">{title}</h3>
    <div className="text-sm">{children}</div>
  </div>
);
