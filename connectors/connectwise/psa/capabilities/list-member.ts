// member.list: active members. Their handle (`identifier`) is what notes and assignments name.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { PsaContext } from '../client.ts';
import { allOf, isFlag } from '../conditions.ts';
import { listForward } from '../lists.ts';
import { toMember } from '../transform.ts';
import { memberShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'member.list'>, CapabilityOutput<'member.list'>, PsaContext>;

export const listMember: List = {
  async run(context, input) {
    const page = await listForward(
      context,
      {
        path: '/system/members',
        shape: memberShape,
        conditions: allOf(isFlag('inactiveFlag', false)),
        action: 'list the members',
      },
      input,
    );
    return { items: page.items.map(toMember), next: page.next };
  },
};
