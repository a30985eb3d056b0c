'use client';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { stateOf } from '#components/shared/state-badge.tsx';
import { type ClockFilter, clockFilters } from './clock-filter.ts';

interface ClockFiltersProps {
  counts: Record<ClockFilter, number>;
  chosen: ClockFilter | undefined;
  onChoose: (filter: ClockFilter | null) => void;
}

export function ClockFilters({ counts, chosen, onChoose }: ClockFiltersProps) {
  return clockFilters.map((filter) => {
    const { icon: Icon, word } = stateOf('clock', filter);
    return (
      <FilterChip
        key={filter}
        isOn={chosen === filter}
        count={counts[filter]}
        onToggle={() => onChoose(chosen === filter ? null : filter)}
      >
        <Icon aria-hidden className="size-3.5" />
        {word}
      </FilterChip>
    );
  });
}
