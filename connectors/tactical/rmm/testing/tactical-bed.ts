// A sandbox whose quirks a test switches, and what all tests of quirks ask of it.

import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import { type ConnectionChanges, changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { type TestContext, testContext } from '#connectors/sdk/testing/test-context.ts';
import type { TacticalSecrets, TacticalSettings } from '../auth.ts';
import { runScript } from '../capabilities/run-script.ts';
import { tacticalRmm } from '../connector.ts';
import { tacticalSandbox } from '../sandbox/tactical-sandbox.ts';
import { agentIdOf, initialTacticalState, type TacticalQuirks, type TacticalState } from '../sandbox/tactical-state.ts';

export function agentOf(world: SandboxWorld, name: string): string {
  const device = world.device(name);
  if (!device) throw new Error(name);
  return agentIdOf(device);
}

export interface TacticalBed {
  sandbox: Sandbox;
  vendor: VendorSandbox;
  state: TacticalState;
  quirk(changes: Partial<TacticalQuirks>): void;
  context(
    changes?: ConnectionChanges,
    options?: Parameters<typeof testContext>[2],
  ): TestContext<TacticalSettings, TacticalSecrets>;
  finish(ref: JobRef): Promise<Awaited<ReturnType<typeof runScript.poll>>>;
}

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startTacticalBed(): TacticalBed {
  let sandbox: Sandbox | undefined;
  const running = () => {
    const vendor = sandbox?.vendors['tactical/rmm'];
    if (!sandbox || !vendor) throw new Error('The sandbox is not running.');
    return { sandbox, vendor };
  };
  beforeAll(async () => {
    sandbox = await startSandbox({
      vendors: [{ dialect: tacticalSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 60_000 },
    });
  });
  afterAll(() => sandbox?.close());
  beforeEach(() => {
    const { sandbox, vendor } = running();
    vendor.clearFaults();
    vendor.exchanges.length = 0;
    sandbox.world.state.dialects['tactical/rmm'] = initialTacticalState();
  });
  const context: TacticalBed['context'] = (changes, options) =>
    testContext(tacticalRmm, changedConnection(running().vendor, changes), options);
  return {
    get sandbox() {
      return running().sandbox;
    },
    get vendor() {
      return running().vendor;
    },
    get state() {
      return running().vendor.dialectState() as TacticalState;
    },
    quirk(changes) {
      Object.assign(this.state.quirks, changes);
    },
    context,
    finish: (ref) =>
      eventually(async () => {
        const progress = await runScript.poll(context(), JSON.parse(JSON.stringify(ref)));
        return progress.state === 'done' ? progress : undefined;
      }, 'the script ends'),
  };
}
