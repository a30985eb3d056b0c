'use client';
// One line of filters; every choice shows how many rows it would leave.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/lib/trpc.ts';
import { useUrlState } from '#components/lib/use-url-state.ts';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { edgeColour, stateOf } from '#components/shared/state-badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { NativeSelect } from '#components/ui/native-select.tsx';
import type { IncidentFilter } from '#server/features/inbox/list-incidents.schema.ts';

export function InboxFilters({ filter }: { filter: IncidentFilter }) {
  const trpc = useTRPC();
  const url = useUrlState();
  const facets = useQuery({ ...trpc.inbox.facets.queryOptions(filter), placeholderData: keepPreviousData });
  return (
    <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
      <SearchInput label="Search incidents" placeholder="Title, device or ticket number" />
      <NativeSelect
        aria-label="Which incidents"
        value={filter.view}
        onChange={(event) => url.set({ view: event.target.value === 'all' ? 'all' : null })}
      >
        <option value="active">Active</option>
        <option value="all">All</option>
      </NativeSelect>
      <NativeSelect
        aria-label="Client"
        className="max-w-44"
        value={filter.clientId ?? ''}
        onChange={(event) => url.set({ client: event.target.value || null })}
      >
        <option value="">Every client</option>
        {facets.data?.client.map((entry) => (
          <option key={entry.value} value={entry.value}>
            {entry.label} ({entry.count})
          </option>
        ))}
      </NativeSelect>
      <div className="flex gap-2 max-sm:w-full max-sm:overflow-x-auto max-sm:p-1 sm:flex-wrap">
        {facets.data?.severity.map((entry) => (
          <FilterChip
            key={entry.value}
            isOn={filter.severity === entry.value}
            count={entry.count}
            onToggle={() => url.set({ severity: filter.severity === entry.value ? null : entry.value })}
          >
            <span aria-hidden className={cn('h-3 w-1 rounded-full', edgeColour[entry.value])} />
            {stateOf('severity', entry.value).word}
          </FilterChip>
        ))}
        {facets.data?.status.map((entry) => {
          const state = stateOf('incident', entry.value);
          return (
            <FilterChip
              key={entry.value}
              isOn={filter.status === entry.value}
              count={entry.count}
              onToggle={() => url.set({ status: filter.status === entry.value ? null : entry.value })}
            >
              <state.icon aria-hidden className="size-3.5" />
              {state.word}
            </FilterChip>
          );
        })}
      </div>
      <output className="ml-auto text-muted-foreground text-xs tabular-nums">{facets.data?.total ?? ''} shown</output>
    </search>
  );
}
