// user.license.assign and user.license.remove. Entra wants a place of use first, and takes no licence away that came with a group.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { GraphContext } from '../auth.ts';
import { changeGraph } from '../client.ts';
import { findUser, guidPart, requireOwnClient, userFields } from '../directory.ts';

type Change = DirectCapability<
  CapabilityInput<'user.license.assign'>,
  CapabilityOutput<'user.license.assign'>,
  GraphContext
>;

export const assignLicense: Change = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const skuId = guidPart(input.license, 'licence');
    const user = await findUser(context, input.user);
    if (!user.usageLocation) {
      throw new ConnectorError(
        'invalid-input',
        `${user.userPrincipalName} has no usage location, and Entra gives no licence without one. Set it in the user's properties first.`,
      );
    }
    await changeGraph(context, {
      action: 'assign the licence',
      method: 'POST',
      path: `/users/${user.id}/assignLicense`,
      // both lists must be there
      json: { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] },
    });
    return { user: user.id, license: skuId };
  },
};

export const removeLicense: Change = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const skuId = guidPart(input.license, 'licence');
    const user = await findUser(context, input.user, [...userFields, 'licenseAssignmentStates']);
    const states = (user.licenseAssignmentStates ?? []).filter((state) => state.skuId === skuId);
    if (states.length > 0 && states.every((state) => state.assignedByGroup)) {
      throw new ConnectorError(
        'unsupported',
        `${user.userPrincipalName} has this licence through a group. It ends when the user leaves that group.`,
      );
    }
    await changeGraph(context, {
      action: 'take the licence away',
      method: 'POST',
      path: `/users/${user.id}/assignLicense`,
      json: { addLicenses: [], removeLicenses: [skuId] },
    });
    return { user: user.id, license: skuId };
  },
};
