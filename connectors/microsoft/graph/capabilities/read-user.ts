// user.read: everything of one person, with the last sign-in where the tenant's plan tells it.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { GraphContext } from '../auth.ts';
import { findUser, requireOwnClient, userFields } from '../directory.ts';
import { skuNames } from '../skus.ts';
import { toUser } from '../transform.ts';

export const readUser: DirectCapability<CapabilityInput<'user.read'>, CapabilityOutput<'user.read'>, GraphContext> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const user = await findUser(context, input.user, [...userFields, 'signInActivity']).catch((error: unknown) => {
      // the whole answer is refused for want of a plan or of AuditLog.Read.All
      if (!(error instanceof ConnectorError) || !['unsupported', 'forbidden'].includes(error.kind)) throw error;
      return findUser(context, input.user);
    });
    const skus = (user.assignedLicenses ?? []).length > 0 ? await skuNames(context) : null;
    return toUser(user, skus);
  },
};
