// A running sandbox for tests of what is peculiar to Datto RMM.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { type TestConnection, type TestContext, testContext } from '#connectors/sdk/testing/test-context.ts';
import type { DattoSecrets, DattoSettings } from '../auth.ts';
import { dattoRmm } from '../connector.ts';
import { dattoSandbox } from '../sandbox/datto-sandbox.ts';
import { type DattoSandboxState, initialDattoState } from '../sandbox/datto-state.ts';

export const { capabilities } = dattoRmm;
export const webhookSecret = 'sandbox-webhook-secret-0123456789abcdef';
let tags = 0;
export const newTag = () => `mspclaw:0197c3de-0000-7000-8000-000000000004:fix[0].run:${++tags}`;

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

export function connectionWith(
  running: VendorSandbox,
  changes: { settings?: object; secrets?: object } = {},
): TestConnection {
  const { settings, secrets } = running.connection();
  return {
    settings: { ...(settings as object), ...changes.settings },
    secrets: { ...(secrets as object), ...changes.secrets },
  };
}
export const context = (
  changes: { settings?: object; secrets?: object } = {},
  options?: Parameters<typeof testContext>[2],
): TestContext<DattoSettings, DattoSecrets> => testContext(dattoRmm, connectionWith(vendor, changes), options);

export async function errorOf(promise: Promise<unknown> | undefined): Promise<ConnectorError> {
  const error = await promise?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
}

export const finish = (ref: JobRef | undefined, on = context()) =>
  eventually(async () => {
    const progress = await capabilities['script.run']?.poll(on, ref ?? {});
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'the job ends');
