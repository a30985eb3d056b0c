import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountForm } from '#components/accounts/account-form.tsx';
import { routesOf } from '#components/lib/routes.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { currentSession } from '#server/api/auth.ts';
import { safeReturnPath } from '#server/api/safe-return-path.ts';
import { serverCaller } from '#server/api/server-caller.ts';
import { hasSingleSignOn } from '#server/api/setup-door.ts';
import { signOutAction } from '../sign-out-action.ts';
import { signInAction, singleSignOnAction } from './sign-in-action.ts';

type AuthPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: AuthPageProps) {
  const { next, error } = await searchParams;
  const returnTo = safeReturnPath(typeof next === 'string' ? next : null);
  if (await currentSession()) {
    const [first] = await (await serverCaller(null)).accounts.listOrgs();
    if (first) redirect(returnTo ?? routesOf(first.slug).overview);
    return <NoOrg />;
  }
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Sign in</h1>
      {error !== undefined && (
        <Alert tone="danger">Sign-in did not work. Ask an admin of your organisation to invite you.</Alert>
      )}
      <AccountForm
        action={signInAction}
        hidden={returnTo ? { next: returnTo } : {}}
        submit="Sign in"
        fields={[
          { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
        ]}
      />
      {hasSingleSignOn() && (
        <form action={singleSignOnAction}>
          {returnTo && <input type="hidden" name="next" value={returnTo} />}
          <Button type="submit" size="lg" className="w-full">
            Use single sign-on
          </Button>
        </form>
      )}
    </>
  );
}

function NoOrg() {
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">No organisation yet</h1>
      <p className="text-muted-foreground text-sm">
        You are signed in, and no organisation has you as a member. Ask an admin to invite you.
      </p>
      <form action={signOutAction}>
        <Button type="submit">Sign out</Button>
      </form>
    </>
  );
}
