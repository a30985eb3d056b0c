// What a chosen password must be. Apart from the hashing, so that a form can use it.
import { z } from 'zod';

export const minPasswordLength = 12;
/** No composition rules (NIST 800-63B); the ceiling only bounds the work of one request. */
export const newPassword = z
  .string()
  .min(minPasswordLength, `Use at least ${minPasswordLength} characters.`)
  .max(256, 'Use at most 256 characters.')
  .refine((text) => new Set(text).size >= 5, 'Use at least five different characters.');
