import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AccountForm } from '#components/accounts/account-form.tsx';
import { isSetupDoorOpen } from '#server/api/setup-door.ts';
import { completeSetupAction } from './complete-setup-action.ts';

type AuthPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

// The address holds the token: it must not be told to anybody the page links to.
export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' };

export default async function SetupPage({ searchParams }: AuthPageProps) {
  const { token } = await searchParams;
  if (typeof token !== 'string' || !(await isSetupDoorOpen(token))) notFound();
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-2xl tracking-tight">Set up your console</h1>
        <p className="text-muted-foreground text-sm">The first person owns the organisation and invites the others.</p>
      </div>
      <AccountForm
        action={completeSetupAction}
        hidden={{ token }}
        submit="Create organisation"
        fields={[
          {
            name: 'orgName',
            label: 'Organisation',
            type: 'text',
            autoComplete: 'organization',
            hint: 'Your MSP, as your clients know it.',
          },
          { name: 'name', label: 'Your name', type: 'text', autoComplete: 'name' },
          { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username' },
          {
            name: 'password',
            label: 'Password',
            type: 'password',
            autoComplete: 'new-password',
            hint: 'At least 12 characters. Length matters, symbols do not.',
          },
        ]}
      />
    </>
  );
}
