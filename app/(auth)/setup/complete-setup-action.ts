'use server';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/accounts/form-state.ts';
import { routesOf } from '#components/lib/routes.ts';
import { formFailureOf } from '#server/api/form-failure.ts';
import { openSession } from '#server/api/open-session.ts';
import { serverCaller } from '#server/api/server-caller.ts';

export async function completeSetupAction(_state: FormState, form: FormData): Promise<FormState> {
  const textOf = (name: string): string => String(form.get(name) ?? '');
  const typed = { orgName: textOf('orgName'), name: textOf('name'), email: textOf('email') };
  const password = textOf('password');
  let slug: string;
  try {
    const caller = await serverCaller(null);
    slug = (await caller.accounts.completeSetup({ ...typed, password, token: textOf('token') })).slug;
    await openSession({ email: typed.email, password });
  } catch (error) {
    return { ...formFailureOf(error), values: typed };
  }
  redirect(routesOf(slug).overview);
}
