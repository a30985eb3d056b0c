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
import { huduDocumentation } from '../connector.ts';
import { huduSandbox } from '../sandbox/hudu-sandbox.ts';
import { type HuduQuirks, initialHuduState } from '../sandbox/hudu-state.ts';

export const withKey = (vendor: VendorSandbox, apiKey: string): TestConnection => ({
  settings: vendor.connection().settings,
  secrets: { apiKey },
});

export function openHuduBed() {
  let sandbox: Sandbox;
  let vendor: VendorSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [{ dialect: huduSandbox }] });
    const found = sandbox.vendors['hudu/documentation'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    vendor.exchanges.length = 0;
    sandbox.world.reset();
    sandbox.world.state.dialects['hudu/documentation'] = initialHuduState();
  });

  const context = () => testContext(huduDocumentation, vendor.connection());
  const { capabilities } = huduDocumentation;
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
    quirk: (changes: Partial<HuduQuirks>) => {
      sandbox.world.state.dialects['hudu/documentation'] = { quirks: { ...initialHuduState().quirks, ...changes } };
    },
    /** every page of a search */
    searchAll: async (given: object) => {
      const items: CapabilityOutput<'document.search'>['items'] = [];
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
    run: async (name: 'client.list' | 'device.list', given: object = {}) =>
      (await capabilities[name]?.run(context(), input(name, given), { tag: '' }))?.items ?? [],
  };
}
