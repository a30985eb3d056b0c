// One spelling per mailbox: what is stored and what is looked up.
import { z } from 'zod';

export const normaliseEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

export const emailAddress = z
  .string()
  .max(254, 'That is too long for an e-mail address.')
  .transform(normaliseEmail)
  .pipe(z.email('That is not an e-mail address.'));
