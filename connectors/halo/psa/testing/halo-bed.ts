// A sandbox whose quirks a test switches, and what all tests of quirks ask of it.

import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import { type ConnectionChanges, changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type TestContext, testContext } from '#connectors/sdk/testing/test-context.ts';
import type { HaloSecrets, HaloSettings } from '../auth.ts';
import { haloPsa } from '../connector.ts';
import { haloSandbox } from '../sandbox/halo-sandbox.ts';
import { type HaloQuirks, type HaloState, initialHaloState } from '../sandbox/halo-state.ts';

export const freshTicket = (world: SandboxWorld) =>
  String(world.addTicket({ title: 'Printer down', clientId: 11, contactId: 51 }, 'tlind').id);

export interface HaloBed {
  sandbox: Sandbox;
  vendor: VendorSandbox;
  state: HaloState;
  quirk(changes: Partial<HaloQuirks>): void;
  context(
    changes?: ConnectionChanges,
    options?: Parameters<typeof testContext>[2],
  ): TestContext<HaloSettings, HaloSecrets>;
  /** body of the last POST to this path, as JSON */
  lastPost(path: string): unknown;
}

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startHaloBed(): HaloBed {
  let sandbox: Sandbox | undefined;
  const running = () => {
    const vendor = sandbox?.vendors['halo/psa'];
    if (!sandbox || !vendor) throw new Error('The sandbox is not running.');
    return { sandbox, vendor };
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [{ dialect: haloSandbox }] });
  });
  afterAll(() => sandbox?.close());
  beforeEach(() => {
    const { sandbox, vendor } = running();
    vendor.clearFaults();
    vendor.exchanges.length = 0;
    sandbox.world.state.dialects['halo/psa'] = initialHaloState();
  });
  return {
    get sandbox() {
      return running().sandbox;
    },
    get vendor() {
      return running().vendor;
    },
    get state() {
      return running().vendor.dialectState() as HaloState;
    },
    quirk(changes) {
      Object.assign(this.state.quirks, changes);
    },
    context: (changes, options) => testContext(haloPsa, changedConnection(running().vendor, changes), options),
    lastPost: (path) =>
      JSON.parse(
        running().vendor.exchanges.findLast((one) => one.method === 'POST' && one.path === path)?.requestText ?? 'null',
      ),
  };
}
