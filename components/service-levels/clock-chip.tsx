import { exactTime } from '#components/lib/format.ts';
import { stateOf } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { ClockView } from '#server/features/service-levels/service-level.schema.ts';
import { clockStateOf, clockText } from './describe-clock.ts';
import { spanText } from './span-text.ts';

interface ClockChipProps {
  /** which clock, for those who see only this */
  name: 'Response' | 'Resolution';
  clock: ClockView;
  /** where no column says which clock it is */
  isNamed?: boolean;
}

/** One clock in a word: its state, and what is left or over in open hours. What is not promised shows as nothing much. */
export function ClockChip({ name, clock, isNamed = false }: ClockChipProps) {
  const state = clockStateOf(clock);
  if (state === 'none') {
    if (isNamed) return null;
    return (
      <span className="text-muted-foreground" title={`${name}: not promised`}>
        <span aria-hidden>–</span>
        <span className="sr-only">{name} not promised</span>
      </span>
    );
  }
  const { icon: Icon, tone } = stateOf('clock', state);
  return (
    <Badge tone={tone} data-clock={state} title={titleOf(name, clock)} className="tabular-nums">
      <Icon aria-hidden />
      <span className={isNamed ? undefined : 'sr-only'}>{name}</span>
      {isNamed ? clockText(clock).toLowerCase() : clockText(clock)}
    </Badge>
  );
}

function titleOf(name: string, { state, targetMinutes, usedMinutes, dueAt }: ClockView): string {
  if (state === 'unknown')
    return `${name}: it was there before MSPclaw looked, answered at the latest when it was first seen`;
  const used = `${name}: ${spanText(usedMinutes)} of ${spanText(targetMinutes ?? 0)} used, in open hours`;
  return dueAt ? `${used}; due ${exactTime(dueAt)}` : used;
}
