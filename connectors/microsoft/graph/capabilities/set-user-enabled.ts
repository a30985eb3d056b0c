// user.disable and user.enable. The answer is what was found, with the change: Entra may show the old state for minutes.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { changeGraph } from '../client.ts';
import { findUser, requireCloudUser, requireOwnClient } from '../directory.ts';
import { toUser } from '../transform.ts';

type SetEnabled = DirectCapability<CapabilityInput<'user.disable'>, CapabilityOutput<'user.disable'>, GraphContext>;

const setEnabled = (isEnabled: boolean): SetEnabled => ({
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const user = await findUser(context, input.user);
    requireCloudUser(user, isEnabled ? 'enabled' : 'disabled');
    await changeGraph(context, {
      action: isEnabled ? 'enable the user' : 'disable the user',
      method: 'PATCH',
      path: `/users/${user.id}`,
      json: { accountEnabled: isEnabled },
    });
    return toUser({ ...user, accountEnabled: isEnabled }, null);
  },
});

export const disableUser = setEnabled(false);
export const enableUser = setEnabled(true);
