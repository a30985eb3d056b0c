'use server';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/accounts/form-state.ts';
import { formFailureOf } from '#server/api/form-failure.ts';
import { openSession } from '#server/api/open-session.ts';
import { serverCaller } from '#server/api/server-caller.ts';

export async function choosePasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  const password = String(form.get('password') ?? '');
  try {
    const caller = await serverCaller(null);
    const { email } = await caller.accounts.choosePassword({ token: String(form.get('token') ?? ''), password });
    await openSession({ email, password });
  } catch (error) {
    const { message, fields } = formFailureOf(error);
    const isGone = Object.keys(fields).length === 0;
    return {
      message: isGone ? 'This link was used, or it is older than three days. Ask for a new one.' : message,
      fields,
      values: {},
    };
  }
  redirect('/sign-in');
}
