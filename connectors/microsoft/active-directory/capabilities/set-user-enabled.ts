// user.disable and user.enable: one bit of userAccountControl, the others written back as they were read a moment before.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { findUser, requireOrdinaryUser } from '../directory.ts';
import { control, toUser } from '../transform.ts';

type SetEnabled = DirectCapability<CapabilityInput<'user.disable'>, CapabilityOutput<'user.disable'>, AdContext>;

const setEnabled = (isEnabled: boolean): SetEnabled => ({
  run: (context, input) => {
    const what = isEnabled ? 'enable' : 'disable';
    return inDirectory(context, { action: `${what} the user`, client: input.client }, async (session) => {
      const user = await findUser(session, input.user);
      requireOrdinaryUser(session, user, `${what}d`);
      if (user.control === null)
        throw new ConnectorError(
          'forbidden',
          'The service account may not read userAccountControl, so it may not set it.',
        );
      const wanted = (isEnabled ? user.control & ~control.disabled : user.control | control.disabled) >>> 0;
      if (wanted === user.control) return toUser(user, session.domain);
      await session.modify(user.dn, [
        // as the directory keeps it: 32 bits with a sign
        { operation: 'replace', attribute: 'userAccountControl', values: [String(wanted | 0)] },
      ]);
      // on the same domain controller: another one may know nothing of it for minutes
      const after = await findUser(session, user.id).catch((error: unknown) => {
        throw halfDone(error, `The user was ${what}d, but could not be read again.`);
      });
      if (after.control === wanted) return toUser(after, session.domain);
      throw new ConnectorError(
        'conflict',
        `${user.principalName ?? user.id} was changed by somebody else at the same moment. Look at the account before it is ${what}d again.`,
        { maybeApplied: true },
      );
    });
  },
});

export const disableUser = setEnabled(false);
export const enableUser = setEnabled(true);
