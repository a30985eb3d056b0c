import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AccountForm } from '#components/accounts/account-form.tsx';
import { choosePasswordAction } from './choose-password-action.ts';

type AuthPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: 'Choose a password', referrer: 'no-referrer' };

export default async function InvitePage({ searchParams }: AuthPageProps) {
  const { token } = await searchParams;
  if (typeof token !== 'string') notFound();
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Choose a password</h1>
      <AccountForm
        action={choosePasswordAction}
        hidden={{ token }}
        submit="Save and sign in"
        fields={[
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
