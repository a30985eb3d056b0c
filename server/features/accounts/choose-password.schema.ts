// Redeeming a one-time password link.
import { z } from 'zod';
import { newPassword } from './new-password.schema.ts';

export const choosePasswordInput = z.strictObject({ token: z.string().min(1).max(200), password: newPassword });
export type ChoosePasswordInput = z.infer<typeof choosePasswordInput>;
