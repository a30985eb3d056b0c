'use client';
// Which client there is which of ours: the doubtful ones first to look at, with suggestions, corrected in place.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowRight, Pin } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import type { ClientMappingRow } from '#server/features/mapping/client-mapping.schema.ts';

const views = [
  { value: 'all', title: 'All' },
  { value: 'doubtful', title: 'Doubtful' },
  { value: 'automatic', title: 'Matched by name' },
  { value: 'chosen', title: 'Chosen by a person' },
] as const;

export function ClientMapping({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const canEdit = useReaches('engineer');
  const [show, setShow] = useState<(typeof views)[number]['value']>('all');
  const clients = useInfiniteQuery(
    trpc.mapping.readClients.infiniteQueryOptions(
      { connectionId, show, limit: 25 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const save = useMutation(
    trpc.mapping.saveClients.mutationOptions({
      onSuccess: () => toast.success('Kept. No sync changes it.'),
      onError: (error) => toast.error(error.message),
      onSettled: () =>
        Promise.all([
          queries.invalidateQueries({ queryKey: trpc.mapping.pathKey() }),
          queries.invalidateQueries({ queryKey: trpc.identity.pathKey() }),
        ]),
    }),
  );
  const rows = clients.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card aria-label="Clients">
      <CardHeader>
        <CardTitle>Clients</CardTitle>
        <div className="flex max-w-full gap-1.5 overflow-x-auto">
          {views.map(({ value, title }) => (
            <FilterChip key={value} isOn={show === value} onToggle={() => setShow(value)}>
              {title}
            </FilterChip>
          ))}
        </div>
      </CardHeader>
      {clients.error && <QueryError error={clients.error} onRetry={() => clients.refetch()} />}
      {clients.isPending && <ListSkeleton rows={4} />}
      {clients.data && rows.length === 0 && (
        <CardContent className="text-muted-foreground text-sm">
          {show === 'all' ? 'It lists no clients, or they were not read yet: press Read again above.' : 'None of them.'}
        </CardContent>
      )}
      <ul aria-label="Clients" className="divide-y">
        {rows.map((row) => (
          <ClientRow
            key={row.identityId}
            row={row}
            canEdit={canEdit}
            isSaving={save.isPending}
            onChoose={(choice) => save.mutate({ connectionId, choices: [{ identityId: row.identityId, ...choice }] })}
          />
        ))}
      </ul>
      <LoadMore
        hasMore={clients.hasNextPage}
        isLoading={clients.isFetchingNextPage}
        onMore={() => clients.fetchNextPage()}
      />
    </Card>
  );
}

type Choice = { clientId: string } | { newClient: string };
const asNew = 'new';

function ClientRow(props: {
  row: ClientMappingRow;
  canEdit: boolean;
  isSaving: boolean;
  onChoose: (choice: Choice) => void;
}) {
  const { row, canEdit, isSaving, onChoose } = props;
  const [isChoosing, setChoosing] = useState(false);
  const [best] = row.suggestions;
  return (
    <li className="grid grid-cols-1 items-center gap-x-4 gap-y-1.5 px-4 py-2.5 text-sm sm:grid-cols-[minmax(8rem,1fr)_1rem_minmax(12rem,1.4fr)_minmax(8rem,auto)]">
      <div className="min-w-0">
        <UntrustedText className="block truncate">{row.name}</UntrustedText>
        <span className="font-mono text-2xs text-muted-foreground">{row.externalId}</span>
      </div>
      <ArrowRight aria-label="is" className="hidden size-4 text-muted-foreground sm:block" />
      <div className="min-w-0">
        {isChoosing ? (
          <ClientChoice
            row={row}
            isSaving={isSaving}
            onChoose={(choice) => {
              setChoosing(false);
              onChoose(choice);
            }}
          />
        ) : (
          <>
            <span className="block truncate font-medium">{row.client.name}</span>
            <span className="block truncate text-muted-foreground text-xs">
              {row.alsoKnownTo.length > 0
                ? `also ${row.alsoKnownTo.map(({ connectionName }) => connectionName).join(', ')}`
                : 'no other system knows it'}
            </span>
          </>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2 sm:justify-end">
        {row.isPinned ? (
          <Badge tone="ok">
            <Pin aria-hidden /> Chosen
          </Badge>
        ) : (
          <Badge tone={best ? 'wait' : 'neutral'}>{best ? 'Doubtful' : 'By name'}</Badge>
        )}
        {canEdit && (
          <Button
            size="sm"
            variant="ghost"
            aria-label={isChoosing ? `Keep ${row.name} as it is` : `Change what ${row.name} is`}
            onClick={() => setChoosing((open) => !open)}
          >
            {isChoosing ? 'Cancel' : 'Change'}
          </Button>
        )}
      </div>
    </li>
  );
}

function ClientChoice(props: { row: ClientMappingRow; isSaving: boolean; onChoose: (choice: Choice) => void }) {
  const trpc = useTRPC();
  const { row } = props;
  const choices = useQuery({ ...trpc.mapping.clientChoices.queryOptions({ text: '' }), staleTime: 30_000 });
  const suggested = new Set(row.suggestions.map(({ id }) => id));
  const others = (choices.data ?? []).filter(({ id }) => id !== row.client.id && !suggested.has(id));
  return (
    <NativeSelect
      aria-label={`Which client ${row.name} is`}
      className="w-full"
      disabled={props.isSaving || choices.isPending}
      defaultValue=""
      onChange={({ target }) =>
        target.value && props.onChoose(target.value === asNew ? { newClient: row.name } : { clientId: target.value })
      }
    >
      <option value="">Choose</option>
      <option value={row.client.id}>{row.client.name} (as now, kept)</option>
      {row.suggestions.length > 0 && (
        <optgroup label="Suggested">
          {row.suggestions.map(({ id, name, reason }) => (
            <option key={id} value={id}>
              {name}: {reason}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label="Other clients">
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </optgroup>
      <option value={asNew}>A client of its own</option>
    </NativeSelect>
  );
}
