// policy.list: group policy objects, and where they are linked: at the domain, at organisational units, at sites. Facts
// only: what is in a policy lies in files of the domain controllers.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { AdContext } from '../auth.ts';
import { type DirectorySession, inDirectory, largestList } from '../client.ts';
import { linksOf, type PolicyLink } from '../policy-links.ts';
import { toPolicy } from '../transform.ts';
import { binaryAttributes, policyAttributes, textOf } from '../vendor-shapes.ts';

export const listPolicy: DirectCapability<
  CapabilityInput<'policy.list'>,
  CapabilityOutput<'policy.list'>,
  AdContext
> = {
  run: (context, input) =>
    inDirectory(context, { action: 'list the group policies', client: input.client }, async (session) => {
      const { base, configurationBase } = session.domain;
      const policies = await session.search({
        base: `CN=Policies,CN=System,${base}`,
        scope: 'one',
        filter: { attribute: 'objectClass', equals: 'groupPolicyContainer' },
        attributes: policyAttributes,
        binaryAttributes,
        maxEntries: largestList,
      });
      const links = [
        ...(await readLinks(session, base)),
        ...(configurationBase ? await readLinks(session, `CN=Sites,${configurationBase}`) : []),
      ];
      return { items: policies.flatMap((entry) => toPolicy(entry, links)) };
    }),
};

async function readLinks({ search }: DirectorySession, base: string): Promise<PolicyLink[]> {
  const found = await search({
    base,
    scope: 'subtree',
    filter: { attribute: 'gPLink', exists: true },
    attributes: ['gPLink'],
    maxEntries: largestList,
  });
  return found.flatMap((entry) => linksOf(entry.dn, textOf(entry, 'gPLink') ?? ''));
}
