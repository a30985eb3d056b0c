'use client';
import { useQuery } from '@tanstack/react-query';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { ListSkeleton } from '#components/shared/list-skeleton.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Table, TableHead } from '#components/ui/table.tsx';
import { InviteMember } from './invite-member.tsx';
import { MemberRow } from './member-row.tsx';

export function MembersCard() {
  const trpc = useTRPC();
  const canManage = useReaches('admin');
  const members = useQuery(trpc.accounts.listMembers.queryOptions());
  return (
    <Card>
      <CardHeader>
        <CardTitle>Members</CardTitle>
        {canManage && <InviteMember />}
      </CardHeader>
      {members.isPending && <ListSkeleton rows={3} />}
      {members.isError && <QueryError error={members.error} onRetry={() => members.refetch()} />}
      {members.data && (
        <Table label="Members">
          <thead>
            <tr>
              <TableHead>Person</TableHead>
              <TableHead>Role</TableHead>
              <TableHead>Joined</TableHead>
              <TableHead>
                <span className="sr-only">Actions</span>
              </TableHead>
            </tr>
          </thead>
          <tbody>
            {members.data.map((member) => (
              <MemberRow key={member.id} member={member} canManage={canManage} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
