// A sandbox platform whose quirks a test switches, and what all tests of it ask.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseRmm } from '../connector.ts';
import { joinDeviceId } from '../device-id.ts';
import { toUuid } from '../sandbox/asio-ids.ts';
import { type AsioQuirks, type AsioSandboxState, initialAsioState } from '../sandbox/asio-state.ts';
import { connectwiseRmmSandbox } from '../sandbox/connectwise-rmm-sandbox.ts';

export const { capabilities } = connectwiseRmm;

export let sandbox: Sandbox;
export let vendor: VendorSandbox;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startAsio(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({
      vendors: [{ dialect: connectwiseRmmSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 50 },
    });
    const found = sandbox.vendors['connectwise/rmm'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.state.dialects['connectwise/rmm'] = initialAsioState();
  });
}

export const state = () => vendor.dialectState() as AsioSandboxState;
export const quirk = (changes: Partial<AsioQuirks>) => Object.assign(state().quirks, changes);
export const context = (options?: Parameters<typeof testContext>[2]) =>
  testContext(connectwiseRmm, vendor.connection(), options);

/** The device of that number, with the ids of its company and site. */
export const deviceId = (id: number, clientId: number) =>
  joinDeviceId({
    company: toUuid('company', clientId),
    site: toUuid('site', clientId + 20),
    endpoint: toUuid('publicEndpoint', id),
  });

export const finish = (ref: JobRef | undefined, on = context()) =>
  eventually(async () => {
    const progress = await capabilities['script.run']?.poll(on, JSON.parse(JSON.stringify(ref)) as JobRef);
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'the script ends');
