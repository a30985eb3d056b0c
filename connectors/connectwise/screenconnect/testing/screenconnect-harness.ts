// A sandbox instance whose quirks a test switches, and what all tests of it ask.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { type TestConnection, testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseScreenconnect } from '../connector.ts';
import { connectwiseScreenconnectSandbox } from '../sandbox/connectwise-screenconnect-sandbox.ts';
import {
  initialScreenConnectState,
  type ScreenConnectQuirks,
  type ScreenConnectSandboxState,
} from '../sandbox/screenconnect-state.ts';

export const { capabilities } = connectwiseScreenconnect;
let tags = 0;
export const newTag = () => `mspclaw:0197c3de-0000-7000-8000-000000000005:fix[0].run:${++tags}`;

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

export const machine = (name: string): WorldDevice => {
  const known = sandbox.world.device(name);
  if (!known) throw new Error(name);
  return known;
};

export const errorOf = async (promise: Promise<unknown> | undefined): Promise<ConnectorError> => {
  const error = await promise?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
};

export const finish = (ref: JobRef | undefined, on = context()) =>
  eventually(async () => {
    const progress = await capabilities['command.run']?.poll(on, JSON.parse(JSON.stringify(ref)) as JobRef);
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'the command ends');
