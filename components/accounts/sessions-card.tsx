'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { nameDevice } from './name-device.ts';
import { useAccountsChange } from './use-accounts-change.ts';

/** Where you are signed in. Ending a session takes effect with its next click. */
export function SessionsCard() {
  const trpc = useTRPC();
  const sessions = useQuery(trpc.accounts.listSessions.queryOptions());
  const change = useAccountsChange('Signed out there.');
  const revoke = useMutation(trpc.accounts.revokeSession.mutationOptions(change));
  const revokeOthers = useMutation(trpc.accounts.revokeOtherSessions.mutationOptions(change));
  return (
    <Card>
      <CardHeader>
        <CardTitle>Where you are signed in</CardTitle>
        {(sessions.data?.length ?? 0) > 1 && (
          <Button size="sm" disabled={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
            Sign out everywhere else
          </Button>
        )}
      </CardHeader>
      {sessions.isPending && <ListSkeleton rows={2} />}
      {sessions.isError && <QueryError error={sessions.error} onRetry={() => sessions.refetch()} />}
      <ul className="divide-y">
        {sessions.data?.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-4 py-2 text-sm">
            <span className="min-w-0 flex-1 truncate" title={session.userAgent ?? undefined}>
              {nameDevice(session.userAgent)} {session.isCurrent && <Badge tone="ok">This one</Badge>}
            </span>
            <span className="text-muted-foreground text-xs">
              seen <RelativeTime at={session.lastSeenAt} />
            </span>
            {!session.isCurrent && (
              <Button size="sm" disabled={revoke.isPending} onClick={() => revoke.mutate({ id: session.id })}>
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
