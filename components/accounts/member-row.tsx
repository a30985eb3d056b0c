'use client';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '#components/lib/trpc.ts';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { TableCell, TableRow } from '#components/ui/table.tsx';
import type { MemberView } from '#server/features/accounts/members.schema.ts';
import { PasswordLink } from './password-link.tsx';
import { RoleSelect } from './role-select.tsx';
import { useAccountsChange } from './use-accounts-change.ts';

export function MemberRow({ member, canManage }: { member: MemberView; canManage: boolean }) {
  const trpc = useTRPC();
  const changeRole = useMutation(trpc.accounts.changeMemberRole.mutationOptions(useAccountsChange('Role changed.')));
  return (
    <TableRow>
      <TableCell>
        <span className="font-medium">{member.name}</span> {member.isYou && <Badge>You</Badge>}{' '}
        {member.isPending && <Badge tone="wait">Invited</Badge>}
        <span className="block text-muted-foreground text-xs">{member.email}</span>
      </TableCell>
      <TableCell>
        {canManage ? (
          <RoleSelect
            label={`Role of ${member.name}`}
            value={member.role}
            disabled={changeRole.isPending}
            onChange={(role) => changeRole.mutate({ memberId: member.id, role })}
          />
        ) : (
          member.role
        )}
      </TableCell>
      <TableCell className="text-muted-foreground">
        <RelativeTime at={member.joinedAt} />
      </TableCell>
      <TableCell className="text-right">{canManage && <MemberActions member={member} />}</TableCell>
    </TableRow>
  );
}

function MemberActions({ member }: { member: MemberView }) {
  const trpc = useTRPC();
  const [isRemoving, setRemoving] = useState(false);
  const change = useAccountsChange();
  const link = useMutation(trpc.accounts.makePasswordLink.mutationOptions({ onError: change.onError }));
  const remove = useMutation(trpc.accounts.removeMember.mutationOptions(useAccountsChange('Removed.')));
  return (
    <span className="inline-flex gap-1">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`New password link for ${member.name}`}
        title="New password link"
        onClick={() => link.mutate({ memberId: member.id })}
      >
        <KeyRound aria-hidden />
      </Button>
      <Dialog title="New password link" open={link.isSuccess} onOpenChange={() => link.reset()}>
        {link.data && <PasswordLink token={link.data.passwordToken} name={member.name} />}
      </Dialog>
      <Dialog
        title={`Remove ${member.name}?`}
        description="They lose access with their next click. What they did stays in the audit log."
        open={isRemoving}
        onOpenChange={setRemoving}
        trigger={
          <Button variant="ghost" size="icon-sm" aria-label={`Remove ${member.name}`} title="Remove">
            <UserMinus aria-hidden />
          </Button>
        }
      >
        <div className="flex gap-2">
          <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate({ memberId: member.id })}>
            Remove
          </Button>
          <DialogClose render={<Button>Keep</Button>} />
        </div>
      </Dialog>
    </span>
  );
}
