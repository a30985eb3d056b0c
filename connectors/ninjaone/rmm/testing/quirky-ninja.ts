// A sandbox whose quirks a test switches, and what all tests of quirks ask of it.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { ninjaoneRmm } from '../connector.ts';
import { initialNinjaState, type NinjaQuirks, type NinjaSandboxState } from '../sandbox/ninja-state.ts';
import { ninjaoneSandbox } from '../sandbox/sandbox.ts';
import { machineConnection } from './connections.ts';

export const { capabilities } = ninjaoneRmm;
export const script = { device: '205', script: 'restart-service', parameters: { service: 'WinRM' } };

/** refresh tokens of one test are not those of another */
let chains = 1_000;
export let sandbox: Sandbox;
export let vendor: VendorSandbox;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startQuirkyNinja(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({
      vendors: [{ dialect: ninjaoneSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 50 },
    });
    const found = sandbox.vendors['ninjaone/rmm'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    const state: NinjaSandboxState = initialNinjaState();
    state.nextChain = ++chains;
    sandbox.world.state.dialects['ninjaone/rmm'] = state;
  });
}

export const quirk = (changes: Partial<NinjaQuirks>) =>
  Object.assign((vendor.dialectState() as NinjaSandboxState).quirks, changes);
export const user = (options?: Parameters<typeof testContext>[2]) =>
  testContext(ninjaoneRmm, vendor.connection(), options);
export const machine = () => testContext(ninjaoneRmm, machineConnection(vendor));
export const device = (name: string): WorldDevice => {
  const known = sandbox.world.device(name);
  if (!known) throw new Error(name);
  return known;
};
export const finish = (ref: JobRef | undefined, on = user()) =>
  eventually(async () => {
    const progress = await capabilities['script.run']?.poll(on, ref ?? {});
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'the script ends');
