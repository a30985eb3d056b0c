'use server';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/accounts/form-state.ts';
import { startSession } from '#server/api/auth.ts';
import { formFailureOf } from '#server/api/form-failure.ts';
import { openSession } from '#server/api/open-session.ts';
import { safeReturnPath } from '#server/api/safe-return-path.ts';

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

export async function signInAction(_state: FormState, form: FormData): Promise<FormState> {
  const email = textOf(form, 'email');
  try {
    await openSession({ email, password: textOf(form, 'password') });
  } catch (error) {
    return { ...formFailureOf(error), values: { email } };
  }
  // The page of this name knows the first org of who is signed in.
  redirect(safeReturnPath(textOf(form, 'next')) ?? '/sign-in');
}

export async function singleSignOnAction(form: FormData): Promise<void> {
  await startSession('oidc', { redirectTo: safeReturnPath(textOf(form, 'next')) ?? '/sign-in' });
}
