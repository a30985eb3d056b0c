// A sandbox whose quirks a test switches, and what all tests of quirks ask of it.

import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import { type ConnectionChanges, changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type TestContext, testContext } from '#connectors/sdk/testing/test-context.ts';
import type { BmsSecrets, BmsSettings } from '../auth.ts';
import { kaseyaBms } from '../connector.ts';
import { bmsSandbox } from '../sandbox/bms-sandbox.ts';
import { type BmsQuirks, type BmsState, initialBmsState } from '../sandbox/bms-state.ts';

export const freshTicket = (world: SandboxWorld) =>
  String(world.addTicket({ title: 'Printer down', clientId: 11, contactId: 51 }, 'tlind').id);

export interface BmsBed {
  sandbox: Sandbox;
  vendor: VendorSandbox;
  state: BmsState;
  quirk(changes: Partial<BmsQuirks>): void;
  context(
    changes?: ConnectionChanges,
    options?: Parameters<typeof testContext>[2],
  ): TestContext<BmsSettings, BmsSecrets>;
  /** body of the last request of this method to a path that ends so, as JSON */
  lastSent(method: string, path: string): unknown;
}

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startBmsBed(): BmsBed {
  let sandbox: Sandbox | undefined;
  const running = () => {
    const vendor = sandbox?.vendors['kaseya/bms'];
    if (!sandbox || !vendor) throw new Error('The sandbox is not running.');
    return { sandbox, vendor };
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [{ dialect: bmsSandbox }] });
  });
  afterAll(() => sandbox?.close());
  beforeEach(() => {
    const { sandbox, vendor } = running();
    vendor.clearFaults();
    vendor.exchanges.length = 0;
    const kept = sandbox.world.state.dialects['kaseya/bms'] as BmsState | undefined;
    // tickets made before keep who made them
    const { details = {}, detailNotes = {}, createdBy = {} } = kept ?? {};
    sandbox.world.state.dialects['kaseya/bms'] = { ...initialBmsState(), details, detailNotes, createdBy };
  });
  return {
    get sandbox() {
      return running().sandbox;
    },
    get vendor() {
      return running().vendor;
    },
    get state() {
      return running().vendor.dialectState() as BmsState;
    },
    quirk(changes) {
      Object.assign(this.state.quirks, changes);
    },
    context: (changes, options) => testContext(kaseyaBms, changedConnection(running().vendor, changes), options),
    lastSent: (method, path) =>
      JSON.parse(
        running().vendor.exchanges.findLast((one) => one.method === method && one.path.endsWith(path))?.requestText ??
          'null',
      ),
  };
}
