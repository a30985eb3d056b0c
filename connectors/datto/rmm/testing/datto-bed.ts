// A running sandbox for tests of what is peculiar to Datto RMM.

import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { type TestContext, testContext } from '#connectors/sdk/testing/test-context.ts';
import type { DattoSecrets, DattoSettings } from '../auth.ts';
import { dattoRmm } from '../connector.ts';
import { dattoSandbox } from '../sandbox/datto-sandbox.ts';
import { type DattoSandboxState, initialDattoState } from '../sandbox/datto-state.ts';

export const { capabilities } = dattoRmm;
export const webhookSecret = 'sandbox-webhook-secret-0123456789abcdef';

export let sandbox: Sandbox;
export let vendor: VendorSandbox;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startDatto(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({
      vendors: [{ dialect: dattoSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 60_000 },
    });
    const found = sandbox.vendors['datto/rmm'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.state.dialects['datto/rmm'] = initialDattoState();
  });
}

export const state = () => vendor.dialectState() as DattoSandboxState;
export const quirk = (changes: Partial<DattoSandboxState['quirks']>) => Object.assign(state().quirks, changes);
export const device = (name: string): WorldDevice => {
  const known = sandbox.world.device(name);
  if (!known) throw new Error(name);
  return known;
};

export const context = (
  changes: { settings?: object; secrets?: object } = {},
  options?: Parameters<typeof testContext>[2],
): TestContext<DattoSettings, DattoSecrets> => testContext(dattoRmm, changedConnection(vendor, changes), options);

export const finish = (ref: JobRef | undefined, on = context()) =>
  eventually(async () => {
    const progress = await capabilities['script.run']?.poll(on, ref ?? {});
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'the job ends');
