// A sandbox server whose quirks a test switches, and what all tests of Automate ask of it.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { JobCapabilityName } from '#connectors/sdk/capability-contracts.ts';
import type { JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { type TestConnection, testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseAutomate } from '../connector.ts';
import { type AutomateQuirks, type AutomateSandboxState, initialAutomateState } from '../sandbox/automate-state.ts';
import { connectwiseAutomateSandbox } from '../sandbox/connectwise-automate-sandbox.ts';

export const { capabilities } = connectwiseAutomate;
let tags = 0;
export const newTag = () => `mspclaw:0197c3de-0000-7000-8000-000000000003:fix[0].run:${++tags}`;

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

export function connectionOf(
  from: VendorSandbox,
  changes: { settings?: Record<string, unknown>; secrets?: Record<string, unknown> },
): TestConnection {
  const { settings, secrets } = from.connection();
  return {
    settings: { ...(settings as object), ...changes.settings },
    secrets: { ...(secrets as object), ...changes.secrets },
  };
}

export const errorOf = async (promise: Promise<unknown> | undefined): Promise<ConnectorError> => {
  const error = await promise?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
};

export const finish = (name: JobCapabilityName, ref: JobRef | undefined, on = context()) =>
  eventually(async () => {
    const progress = await capabilities[name]?.poll(on, JSON.parse(JSON.stringify(ref)) as JobRef);
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'it ends');
