// A running sandbox for tests of what is peculiar to Autotask.

import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type TestContext, testContext } from '#connectors/sdk/testing/test-context.ts';
import type { AutotaskSecrets, AutotaskSettings } from '../auth.ts';
import { autotaskPsa } from '../connector.ts';
import { autotaskSandbox } from '../sandbox/autotask-sandbox.ts';
import { type AutotaskSandboxState, initialAutotaskState } from '../sandbox/autotask-state.ts';

export const { capabilities } = autotaskPsa;
export const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
export const publicNote = (body: string) => ({ visibility: 'public' as const, body, notify: false });
let tags = 0;
export const newTag = () => ({ tag: `mspclaw:0197c3de-0000-7000-8000-000000000003:fix[0].note:${++tags}` });

export let sandbox: Sandbox;
export let vendor: VendorSandbox;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startAutotask(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [{ dialect: autotaskSandbox }] });
    const found = sandbox.vendors['autotask/psa'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.state.dialects['autotask/psa'] = initialAutotaskState();
  });
}

export const state = () => vendor.dialectState() as AutotaskSandboxState;
export const quirk = (changes: Partial<AutotaskSandboxState['quirks']>) => Object.assign(state().quirks, changes);
export const openTicket = (title = 'Printer down', clientId = 11) =>
  String(sandbox.world.addTicket({ title, clientId }, 'tlind').id);

export const context = (
  changes: { settings?: object; secrets?: object } = {},
  options?: Parameters<typeof testContext>[2],
): TestContext<AutotaskSettings, AutotaskSecrets> =>
  testContext(autotaskPsa, changedConnection(vendor, changes), options);
