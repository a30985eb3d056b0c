'use client';
// Bringing somebody in: who, as what, and the link that they get.
import { useMutation } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field, FieldError, FieldLabel } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { MemberView } from '#server/features/accounts/members.schema.ts';
import { PasswordLink } from './password-link.tsx';
import { RoleSelect } from './role-select.tsx';
import { useAccountsChange } from './use-accounts-change.ts';

export function InviteMember() {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const [role, setRole] = useState<MemberView['role']>('technician');
  const change = useAccountsChange();
  const invite = useMutation(trpc.accounts.inviteMember.mutationOptions({ onSettled: change.onSettled }));
  const fields = invite.error?.data?.fields ?? {};
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    invite.mutate({ email: String(form.get('email')), name: String(form.get('name')), role });
  };
  const toggle = (next: boolean) => {
    setOpen(next);
    if (next) invite.reset();
  };
  return (
    <Dialog
      title="Invite a member"
      open={isOpen}
      onOpenChange={toggle}
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden /> Invite
        </Button>
      }
    >
      {invite.data ? (
        <Invited member={invite.data.member} token={invite.data.passwordToken} onDone={() => toggle(false)} />
      ) : (
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          <Field name="email" invalid={invite.isError}>
            <FieldLabel>E-mail</FieldLabel>
            <Input type="email" autoComplete="off" required />
            <FieldError>{fields.email ?? (fields.name ? undefined : invite.error?.message)}</FieldError>
          </Field>
          <Field name="name" invalid={fields.name !== undefined}>
            <FieldLabel>Name</FieldLabel>
            <Input type="text" autoComplete="off" required />
            <FieldError>{fields.name}</FieldError>
          </Field>
          <RoleSelect label="Role" value={role} onChange={setRole} isExplained />
          <Button type="submit" variant="primary" disabled={invite.isPending}>
            {invite.isPending ? 'One moment…' : 'Invite'}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

function Invited({ member, token, onDone }: { member: MemberView; token: string | null; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      {token ? (
        <PasswordLink token={token} name={member.name} />
      ) : (
        <p className="text-sm">{member.email} has an account here already and signs in with it.</p>
      )}
      <Button onClick={onDone}>Done</Button>
    </div>
  );
}
