'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ConfidenceBadge } from '#components/identity/confidence-badge.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Input } from '#components/ui/input.tsx';
import type { PersonSummary } from '#server/features/identity/identity.schema.ts';

/** Who works there, as PSA, documentation and directory list them. */
export function PeopleCard({ clientId }: { clientId: string }) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const q = useDeferredValue(text.trim());
  const people = useInfiniteQuery(
    trpc.identity.people.infiniteQueryOptions(
      { clientId, q: q || undefined, limit: 25 },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before },
    ),
  );
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card aria-label="People">
      <CardHeader>
        <CardTitle>People</CardTitle>
        <Input
          type="search"
          aria-label="Search people"
          placeholder="Name or mail"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-8 w-48 max-w-full"
        />
      </CardHeader>
      {people.error && <QueryError error={people.error} onRetry={() => people.refetch()} />}
      {people.isPending && <ListSkeleton rows={4} />}
      {people.data && rows.length === 0 && (
        <CardContent className="text-muted-foreground text-sm">
          {q ? 'Nobody like that.' : 'No connected system lists people of this client.'}
        </CardContent>
      )}
      <ul aria-label="People" className="divide-y">
        {rows.map((person) => (
          <Person key={person.id} person={person} />
        ))}
      </ul>
      <LoadMore
        hasMore={people.hasNextPage}
        isLoading={people.isFetchingNextPage}
        onMore={() => people.fetchNextPage()}
      />
    </Card>
  );
}

function Person({ person }: { person: PersonSummary }) {
  return (
    <li className="grid grid-cols-1 items-center gap-x-4 gap-y-1 px-4 py-2 text-sm sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <UntrustedText className="font-medium">{person.name}</UntrustedText>
        {!person.isActive && (
          <Badge tone="neutral" className="ml-2">
            Not active
          </Badge>
        )}
        {person.goneAt && (
          <Badge tone="wait" className="ml-2">
            Not listed any more
          </Badge>
        )}
        {person.conflicts > 0 && (
          <Badge tone="wait" className="ml-2">
            Not settled
          </Badge>
        )}
        <span className="block truncate text-muted-foreground text-xs">{person.email ?? 'no mail address'}</span>
      </div>
      <ul className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {person.records.map((record) => (
          <li key={record.id} className="flex items-center gap-1.5 text-xs">
            <ConnectorGlyph connector={record.connector} /> {record.connection}
            <ConfidenceBadge {...record} />
          </li>
        ))}
      </ul>
    </li>
  );
}
