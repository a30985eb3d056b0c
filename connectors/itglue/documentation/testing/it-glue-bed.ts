// A sandbox whose quirks a test switches, and connections with other keys.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  type CapabilityInput,
  type CapabilityName,
  type CapabilityOutput,
  capabilityContracts,
} from '#connectors/sdk/capability-contracts.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type TestConnection, testContext } from '#connectors/sdk/testing/test-context.ts';
import { itGlueDocumentation } from '../connector.ts';
import { itGlueSandbox } from '../sandbox/it-glue-sandbox.ts';
import { type ItGlueQuirks, initialItGlueState } from '../sandbox/it-glue-state.ts';

export const withKey = (vendor: VendorSandbox, apiKey: string): TestConnection => ({
  settings: vendor.connection().settings,
  secrets: { apiKey },
});

export function openItGlueBed() {
  let sandbox: Sandbox;
  let vendor: VendorSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [{ dialect: itGlueSandbox }] });
    const found = sandbox.vendors['itglue/documentation'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    vendor.exchanges.length = 0;
    sandbox.world.reset();
    sandbox.world.state.dialects['itglue/documentation'] = initialItGlueState();
  });

  const context = () => testContext(itGlueDocumentation, vendor.connection());
  const { capabilities } = itGlueDocumentation;
  const input = <N extends CapabilityName>(name: N, given: object) =>
    capabilityContracts[name].input.parse(given) as CapabilityInput<N>;
  return {
    get sandbox() {
      return sandbox;
    },
    get vendor() {
      return vendor;
    },
    context,
    quirk: (changes: Partial<ItGlueQuirks>) => {
      sandbox.world.state.dialects['itglue/documentation'] = {
        quirks: { ...initialItGlueState().quirks, ...changes },
      };
    },
    /** every page of a search */
    searchAll: async (given: object) => {
      const items = [];
      let cursor: string | null = null;
      do {
        const page: CapabilityOutput<'document.search'> | undefined = await capabilities['document.search']?.run(
          context(),
          input('document.search', { ...given, cursor }),
          { tag: '' },
        );
        items.push(...(page?.items ?? []));
        cursor = page?.next ?? null;
      } while (cursor !== null);
      return items;
    },
    read: async (document: string) => {
      const found = await capabilities['document.read']?.run(context(), { document }, { tag: '' });
      if (!found) throw new Error('document.read is not claimed');
      return found;
    },
    run: async (name: 'client.list' | 'contact.list' | 'device.list', given: object = {}) =>
      (await capabilities[name]?.run(context(), input(name, given), { tag: '' }))?.items ?? [],
  };
}
