// What a form is told when its action failed: a sentence, and which field it is about.
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { publicFailureOf } from '#server/platform/trpc-error.ts';
import { SignInRefused } from './auth-config.ts';

export interface FormFailure {
  message: string;
  fields: Record<string, string>;
}

/** Rethrows what is not a failure of the form: redirects travel as exceptions. */
export function formFailureOf(error: unknown): FormFailure {
  if (error instanceof SignInRefused) return { message: error.refusal.message, fields: {} };
  if (!(error instanceof TRPCError)) throw error;
  const { message, fields } = publicFailureOf(error, getHTTPStatusCodeFromError(error));
  return { message, fields };
}
