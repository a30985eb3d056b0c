// A sandbox server whose quirks a test switches, and what all tests of Automate ask of it.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { JobCapabilityName } from '#connectors/sdk/capability-contracts.ts';
import type { JobRef } from '#connectors/sdk/connector.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseAutomate } from '../connector.ts';
import { type AutomateQuirks, type AutomateSandboxState, initialAutomateState } from '../sandbox/automate-state.ts';
import { connectwiseAutomateSandbox } from '../sandbox/connectwise-automate-sandbox.ts';

export const { capabilities } = connectwiseAutomate;

export let sandbox: Sandbox;
export let vendor: VendorSandbox;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startAutomate(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({
      vendors: [{ dialect: connectwiseAutomateSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 50 },
    });
    const found = sandbox.vendors['connectwise/automate'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.state.dialects['connectwise/automate'] = initialAutomateState();
  });
}

export const state = () => vendor.dialectState() as AutomateSandboxState;
export const quirk = (changes: Partial<AutomateQuirks>) => Object.assign(state().quirks, changes);
export const context = (options?: Parameters<typeof testContext>[2]) =>
  testContext(connectwiseAutomate, vendor.connection(), options);

export const finish = (name: JobCapabilityName, ref: JobRef | undefined, on = context()) =>
  eventually(async () => {
    const progress = await capabilities[name]?.poll(on, JSON.parse(JSON.stringify(ref)) as JobRef);
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'it ends');
