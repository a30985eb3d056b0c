import { CircleCheck, CircleHelp, Link2, UserCheck } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Hint } from '#components/ui/hint.tsx';

interface ConfidenceBadgeProps {
  confidence: number;
  matchedBy: string;
  reason: string;
}

/** How sure the match is, in a word; the sentence behind it one press away. */
export function ConfidenceBadge({ confidence, matchedBy, reason }: ConfidenceBadgeProps) {
  const { word, tone, icon: Icon } = confidenceWord(confidence, matchedBy);
  return (
    <Hint
      title={`${word} (${confidence} of 100)`}
      trigger={
        <button type="button">
          <Badge tone={tone}>
            <Icon aria-hidden /> {word}
          </Badge>
        </button>
      }
    >
      {reason || 'How this match was made was not written down.'}
    </Hint>
  );
}

export function confidenceWord(confidence: number, matchedBy: string) {
  if (matchedBy === 'decision') return { word: 'Decided', tone: 'ok', icon: UserCheck } as const;
  if (matchedBy === 'new') return { word: 'First record', tone: 'neutral', icon: Link2 } as const;
  if (confidence >= 90) return { word: 'Sure', tone: 'ok', icon: CircleCheck } as const;
  if (confidence >= 75) return { word: 'Likely', tone: 'live', icon: CircleCheck } as const;
  return { word: 'Weak', tone: 'wait', icon: CircleHelp } as const;
}
