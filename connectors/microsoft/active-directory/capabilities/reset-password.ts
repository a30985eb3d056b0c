// user.password.reset: a password made here, to be changed at the next sign-in. It is in one change and in the answer, and
// nowhere else.
import { Buffer } from 'node:buffer';
import { makeTemporaryPassword } from '#connectors/sdk/auth/temporary-password.ts';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory, isEncrypted } from '../client.ts';
import { findUser, requireOrdinaryUser } from '../directory.ts';

export const resetPassword: DirectCapability<
  CapabilityInput<'user.password.reset'>,
  CapabilityOutput<'user.password.reset'>,
  AdContext
> = {
  run: async (context, input) => {
    if (!isEncrypted(context))
      throw new ConnectorError(
        'unsupported',
        'A password is only set over TLS. Give the connection an ldaps:// address.',
      );
    const action = 'reset the password';
    return inDirectory(context, { action, client: input.client }, async (session) => {
      const user = await findUser(session, input.user);
      requireOrdinaryUser(session, user, 'given a new password');
      const temporaryPassword = makeTemporaryPassword();
      await session.modify(user.dn, [
        { operation: 'replace', attribute: 'unicodePwd', values: [quoted(temporaryPassword)] },
      ]);
      // a change of its own: in one with the password it is lost where it was 0 already
      await session
        .modify(user.dn, [{ operation: 'replace', attribute: 'pwdLastSet', values: ['0'] }])
        .catch((error: unknown) => {
          throw halfDone(
            error,
            `The password of ${user.principalName ?? user.shortName} was set to one that nobody was told; reset it again.`,
          );
        });
      return { user: user.id, temporaryPassword };
    });
  },
};

/** in quotation marks, two bytes for each sign: what unicodePwd wants, and as bytes, never as a text of them */
const quoted = (password: string): Uint8Array => new Uint8Array(Buffer.from(`"${password}"`, 'utf16le'));
