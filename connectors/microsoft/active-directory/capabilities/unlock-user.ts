// user.unlock: the time of the lockout becomes 0.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { findUser, requireOrdinaryUser } from '../directory.ts';
import { toUser } from '../transform.ts';

export const unlockUser: DirectCapability<
  CapabilityInput<'user.unlock'>,
  CapabilityOutput<'user.unlock'>,
  AdContext
> = {
  run: (context, input) =>
    inDirectory(context, { action: 'unlock the user', client: input.client }, async (session) => {
      const user = await findUser(session, input.user);
      requireOrdinaryUser(session, user, 'unlocked');
      if (user.lockoutTime === 0n) return toUser(user, session.domain);
      await session.modify(user.dn, [{ operation: 'replace', attribute: 'lockoutTime', values: ['0'] }]);
      const after = await findUser(session, user.id).catch((error: unknown) => {
        throw halfDone(error, 'The user was unlocked, but could not be read again.');
      });
      return toUser(after, session.domain);
    }),
};
