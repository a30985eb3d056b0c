// A sandbox instance whose quirks a test switches, and what all tests of it ask.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseScreenconnect } from '../connector.ts';
import { connectwiseScreenconnectSandbox } from '../sandbox/connectwise-screenconnect-sandbox.ts';
import {
  initialScreenConnectState,
  type ScreenConnectQuirks,
  type ScreenConnectSandboxState,
} from '../sandbox/screenconnect-state.ts';

export const { capabilities } = connectwiseScreenconnect;

export let sandbox: Sandbox;
export let vendor: VendorSandbox;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startScreenConnect(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({
      vendors: [{ dialect: connectwiseScreenconnectSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 50 },
    });
    const found = sandbox.vendors['connectwise/screenconnect'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.state.dialects['connectwise/screenconnect'] = initialScreenConnectState();
  });
}

export const quirk = (changes: Partial<ScreenConnectQuirks>) =>
  Object.assign((vendor.dialectState() as ScreenConnectSandboxState).quirks, changes);
export const context = (options?: Parameters<typeof testContext>[2]) =>
  testContext(connectwiseScreenconnect, vendor.connection(), options);

export const machine = (name: string): WorldDevice => {
  const known = sandbox.world.device(name);
  if (!known) throw new Error(name);
  return known;
};

export const finish = (ref: JobRef | undefined, on = context()) =>
  eventually(async () => {
    const progress = await capabilities['command.run']?.poll(on, JSON.parse(JSON.stringify(ref)) as JobRef);
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'the command ends');
