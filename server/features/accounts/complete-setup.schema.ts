// First run: the first person and the first org.
import { z } from 'zod';
import { emailAddress } from './email-address.ts';
import { personName } from './members.schema.ts';
import { newPassword } from './new-password.schema.ts';
import { orgName } from './orgs.schema.ts';

export const completeSetupInput = z.strictObject({
  token: z.string().min(1).max(200),
  orgName,
  name: personName,
  email: emailAddress,
  password: newPassword,
});
export type CompleteSetupInput = z.infer<typeof completeSetupInput>;
