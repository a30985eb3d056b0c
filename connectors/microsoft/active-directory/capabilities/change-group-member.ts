// group.member.add and group.member.remove: `member` of the group, because `memberOf` cannot be written. Somebody who is in
// already, or out already, is done; whether that is why it was refused is looked up.
import { Buffer } from 'node:buffer';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { findGroup, findUser, isMember } from '../directory.ts';
import type { AdGroup, AdUser } from '../vendor-shapes.ts';

type Change = DirectCapability<CapabilityInput<'group.member.add'>, CapabilityOutput<'group.member.add'>, AdContext>;

/** entryAlreadyExists and unwillingToPerform, as Active Directory says it; the other two, as the standard does */
const mayBeDone = { add: [68, 20], delete: [53, 16] } as const;

const change = (operation: 'add' | 'delete'): Change => ({
  run: (context, input) => {
    const action = operation === 'add' ? 'add the user to the group' : 'remove the user from the group';
    return inDirectory(context, { action, client: input.client }, async (session) => {
      const group = await findGroup(session, input.group);
      requireOrdinaryGroup(group);
      const user = await findUser(session, input.user);
      requireOtherThanPrimary(group, user);
      try {
        await session.modify(group.dn, [{ operation, attribute: 'member', values: [user.dn] }]);
      } catch (error) {
        const code = error instanceof ConnectorError ? error.detail.resultCode : undefined;
        if (!mayBeDone[operation].some((one) => one === code)) throw error;
        if ((await isMember(session, group, user)) !== (operation === 'add')) throw error;
      }
      return { group: group.id, user: user.id };
    });
  },
});

export const addGroupMember = change('add');
export const removeGroupMember = change('delete');

function requireOrdinaryGroup(group: AdGroup): void {
  if (!group.isProtected) return;
  throw new ConnectorError(
    'unsupported',
    `Members of "${group.name}" cannot be changed here: Active Directory protects it as a group of administrators (adminCount = 1).`,
  );
}

function requireOtherThanPrimary(group: AdGroup, user: AdUser): void {
  const { sid } = group;
  const { primaryGroupSid } = user;
  if (!sid || !primaryGroupSid || Buffer.compare(sid, primaryGroupSid) !== 0) return;
  throw new ConnectorError(
    'unsupported',
    `"${group.name}" is the primary group of ${user.principalName ?? user.shortName}: everybody has one, and it is not changed like a member.`,
  );
}
