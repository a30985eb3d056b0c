// user.password.reset: a password made here, to be changed at the next sign-in. It is in the request and in the answer, and
// nowhere else.
import { makeTemporaryPassword } from '#connectors/sdk/auth/temporary-password.ts';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { changeGraph } from '../client.ts';
import { findUser, requireCloudUser, requireOwnClient } from '../directory.ts';

export const resetPassword: DirectCapability<
  CapabilityInput<'user.password.reset'>,
  CapabilityOutput<'user.password.reset'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const user = await findUser(context, input.user);
    requireCloudUser(user, 'given a new password');
    const temporaryPassword = makeTemporaryPassword();
    await changeGraph(context, {
      action: 'reset the password',
      method: 'PATCH',
      path: `/users/${user.id}`,
      json: { passwordProfile: { password: temporaryPassword, forceChangePasswordNextSignIn: true } },
    });
    return { user: user.id, temporaryPassword };
  },
};
