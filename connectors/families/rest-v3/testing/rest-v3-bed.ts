// A running sandbox of one product of the family, for tests of what is peculiar to it.

import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Connector, JobRef } from '#connectors/sdk/connector.ts';
import type { SandboxDialect } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { startScriptCallbacks } from '#connectors/sdk/testing/script-callbacks.ts';
import { type TestContext, testContext } from '#connectors/sdk/testing/test-context.ts';
import {
  initialRestV3State,
  type RestV3DialectOptions,
  type RestV3Quirks,
  type RestV3SandboxState,
} from '../sandbox/rest-v3-state.ts';
import type { RestV3Secrets, RestV3Settings } from '../vendor.ts';

export interface RestV3Product {
  connector: Connector<RestV3Settings, RestV3Secrets>;
  dialect: SandboxDialect<RestV3SandboxState>;
  options: RestV3DialectOptions;
}

type Changes = { settings?: Record<string, unknown>; secrets?: Record<string, unknown> };

export interface RestV3Bed {
  product: RestV3Product;
  sandbox: Sandbox;
  vendor: VendorSandbox;
  state: RestV3SandboxState;
  scriptCallbacks: Awaited<ReturnType<typeof startScriptCallbacks>>;
  quirk(changes: Partial<RestV3Quirks>): void;
  device(name: string): WorldDevice;
  context(changes?: Changes, options?: Parameters<typeof testContext>[2]): TestContext<RestV3Settings, RestV3Secrets>;
  newTag(): string;
  finish(ref: JobRef | undefined, on?: TestContext<RestV3Settings, RestV3Secrets>): Promise<ScriptOutput>;
}
type ScriptOutput = Extract<
  Awaited<ReturnType<NonNullable<Connector['capabilities']['script.run']>['poll']>>,
  { state: 'done' }
>['output'];

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startRestV3Bed(product: RestV3Product): RestV3Bed {
  const { connector, dialect, options } = product;
  let sandbox: Sandbox | undefined;
  let scriptCallbacks: RestV3Bed['scriptCallbacks'] | undefined;
  let tags = 0;
  const running = () => {
    const vendor = sandbox?.vendors[connector.id];
    if (!sandbox || !vendor || !scriptCallbacks) throw new Error('The sandbox is not running.');
    return { sandbox, vendor, scriptCallbacks };
  };
  beforeAll(async () => {
    scriptCallbacks = await startScriptCallbacks();
    sandbox = await startSandbox({
      vendors: [{ dialect }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 60_000 },
    });
  });
  afterAll(async () => {
    await sandbox?.close();
    await scriptCallbacks?.close();
  });
  beforeEach(() => {
    const { sandbox, vendor } = running();
    vendor.clearFaults();
    vendor.exchanges.length = 0;
    for (const device of sandbox.world.state.devices) device.isOnline = true;
    sandbox.world.state.dialects[connector.id] = initialRestV3State(options);
  });
  const context: RestV3Bed['context'] = (changes, more) =>
    testContext(connector, changedConnection(running().vendor, changes), more);
  return {
    product,
    get sandbox() {
      return running().sandbox;
    },
    get vendor() {
      return running().vendor;
    },
    get scriptCallbacks() {
      return running().scriptCallbacks;
    },
    get state() {
      return running().vendor.dialectState() as RestV3SandboxState;
    },
    quirk(changes) {
      Object.assign(this.state.quirks, changes);
    },
    device(name) {
      const found = running().sandbox.world.device(name);
      if (!found) throw new Error(name);
      return found;
    },
    context,
    newTag: () => `mspclaw:0197c3de-0000-7000-8000-000000000005:fix[0].run:${++tags}`,
    finish: (ref, on = context()) =>
      eventually(async () => {
        const progress = await connector.capabilities['script.run']?.poll(on, JSON.parse(JSON.stringify(ref ?? {})));
        return progress?.state === 'done' ? progress.output : undefined;
      }, 'the script ends'),
  };
}
