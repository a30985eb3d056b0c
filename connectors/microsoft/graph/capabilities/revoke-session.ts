// user.sessions.revoke: whoever is signed in must sign in again. Access already given out lives on for up to an hour.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { changeGraph } from '../client.ts';
import { findUser, requireOwnClient } from '../directory.ts';

export const revokeSession: DirectCapability<
  CapabilityInput<'user.sessions.revoke'>,
  CapabilityOutput<'user.sessions.revoke'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const { id } = await findUser(context, input.user);
    await changeGraph(context, {
      action: 'sign the user out everywhere',
      method: 'POST',
      path: `/users/${id}/revokeSignInSessions`,
    });
    return { user: id };
  },
};
