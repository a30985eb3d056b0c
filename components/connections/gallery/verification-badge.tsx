import { BadgeCheck, FlaskConical } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Hint } from '#components/ui/hint.tsx';
import type { ConnectorView } from '#server/features/connections/connection.schema.ts';

const meaning = {
  simulated: 'Tested against our own simulation of the documented API, never against the vendor’s servers.',
  'vendor sandbox': 'Tested against the vendor’s own test system.',
  live: 'Tested against a real account at the vendor.',
} as const;

/** How far a connector was proved, as it is. */
export function VerificationBadge({
  verification,
  withHint = false,
}: {
  verification: ConnectorView['verification'];
  withHint?: boolean;
}) {
  const { level, on, note } = verification;
  const Icon = level === 'simulated' ? FlaskConical : BadgeCheck;
  const badge = (
    <Badge tone={level === 'live' ? 'ok' : level === 'simulated' ? 'outline' : 'live'}>
      <Icon aria-hidden /> {`Verified: ${level}${withHint && on ? `, ${on}` : ''}`}
    </Badge>
  );
  if (!withHint) return badge;
  return (
    <Hint title={`Verified: ${level}${on ? `, ${on}` : ''}`} trigger={<button type="button">{badge}</button>}>
      {meaning[level]} {note}
    </Hint>
  );
}
