// user.read: everything of one person; whether the account is locked is worked out by the domain controller.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { findUser } from '../directory.ts';
import { toUser } from '../transform.ts';

export const readUser: DirectCapability<CapabilityInput<'user.read'>, CapabilityOutput<'user.read'>, AdContext> = {
  run: (context, input) =>
    inDirectory(context, { action: 'read the user', client: input.client }, async (session) =>
      toUser(await findUser(session, input.user), session.domain),
    ),
};
