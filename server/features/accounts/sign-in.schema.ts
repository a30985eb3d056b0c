// Signing in with e-mail and password: the contract of the form and of the use case.
import { z } from 'zod';
import { emailAddress } from './email-address.ts';

/** The password's own rules are for choosing one, not for guessing one. */
export const signInInput = z.object({
  email: emailAddress,
  password: z.string().min(1, 'Enter your password.').max(256, 'That is too long for a password.'),
});
export type SignInInput = z.infer<typeof signInInput>;
