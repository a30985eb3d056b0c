// What the sections of the contract share: the sandbox under test, and the few things all of them do.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '../../capability-contracts.ts';
import type { Connector, DirectCapability, JobCapability } from '../../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../../errors.ts';
import { secretValues } from '../../http/redact.ts';
import { type AnySandboxDialect, isLdapDialect } from '../../sandbox/sandbox-dialect.ts';
import type { VendorSandbox } from '../../sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { startScriptCallbacks } from '../script-callbacks.ts';
import { type TestConnection, type TestContext, testContext } from '../test-context.ts';

export type Inputs = Record<string, unknown>;

export interface RunningSubject {
  sandbox: Sandbox;
  vendor: VendorSandbox;
  connection: TestConnection;
}

export interface ContractSubject {
  connector: Connector;
  dialect: AnySandboxDialect;
  /** the connector's folder: `import.meta.dirname` */
  folder: string;
  /** something that makes reads interesting: raises an alert, adds a ticket */
  prepare?(running: RunningSubject): void | Promise<void>;
  /** a valid input for each claimed capability; asked again for each call, so a mutation gets a fresh target */
  inputs: { [N in CapabilityName]?: (running: RunningSubject) => Inputs | Promise<Inputs> };
  /** keyed changes of two calls, besides `ticket.resolve`: what was done is gone on with in a next attempt, so it is found only when whole */
  inSteps?: readonly CapabilityName[];
  /** an input with an id that does not exist, for reads of one thing */
  missing: { [N in CapabilityName]?: Inputs };
  /** lists that hold no more than a few things by their nature: the one client of a directory */
  isShort?: readonly CapabilityName[];
  /** connections that are wrong in one way, and what must be said */
  wrong: {
    what: string;
    connection(running: RunningSubject): TestConnection | Promise<TestConnection>;
    kinds: ConnectorErrorKind[];
  }[];
  /** a connection whose role allows too little, and what it may not */
  forbidden?: {
    connection(running: RunningSubject): TestConnection;
    capability: CapabilityName;
  };
  webhook?: {
    /** a genuine delivery, as the vendor sends it */
    delivery(running: RunningSubject): Promise<{ headers: Record<string, string>; body: Uint8Array }>;
    /** headers without which it must be refused */
    proofHeaders: string[];
    /** false: the vendor only sends a secret, so a changed body is not noticed (and the entity is read again anyway) */
    signsBody: boolean;
  };
  /** makes something happen that the polls must notice */
  change?(running: RunningSubject): void | Promise<void>;
}

/**
 * What "not so fast" is, as kind and wait. A directory has no word for it but "busy", and says no wait: it is unavailable
 * for a while, and worth another try.
 */
export type Throttled = (seconds?: number) => [ConnectorErrorKind, number | undefined];

export const tagOf = (suffix: string) => `mspclaw:0197c3de-0000-7000-8000-000000000001:steps.${suffix}:1`;

/** Called inside the connector's `describe`: the sandbox lives as long as that. */
export function openContractBed(subject: ContractSubject) {
  const { connector } = subject;
  const claimed = capabilityNames.filter((name) => connector.capabilities[name] !== undefined);
  const direct = (name: CapabilityName) =>
    connector.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
  const job = (name: CapabilityName = 'script.run') =>
    connector.capabilities[name] as JobCapability<unknown, unknown, unknown> | undefined;
  const isMutation = (name: CapabilityName) => capabilityContracts[name].effect !== 'read';
  const isJob = (name: CapabilityName) => capabilityContracts[name].shape === 'job';
  const jobs = claimed.filter(isJob);
  const reads = claimed.filter((name) => !isMutation(name));
  const directMutations = claimed.filter((name) => isMutation(name) && !isJob(name));

  const isLdap = isLdapDialect(subject.dialect);
  const throttled: Throttled = (seconds) =>
    isLdap ? ['unavailable', undefined] : ['rate-limited', seconds === undefined ? undefined : seconds * 1_000];

  let running: RunningSubject;
  let sandbox: Sandbox;
  let scriptCallbacks: Awaited<ReturnType<typeof startScriptCallbacks>>;

  beforeAll(async () => {
    scriptCallbacks = await startScriptCallbacks();
    sandbox = await startSandbox({
      vendors: [{ dialect: subject.dialect }],
      dials: { scriptLagMs: 60, feedLagMs: 60, settleMs: 50 },
    });
    const vendor = sandbox.vendors[connector.id];
    if (!vendor) throw new Error(`The dialect is for ${subject.dialect.connector}, not for ${connector.id}.`);
    running = { sandbox, vendor, connection: vendor.connection() };
    await subject.prepare?.(running);
  });
  afterAll(async () => {
    await sandbox.close();
    await scriptCallbacks.close();
  });
  beforeEach(() => running.vendor.clearFaults());

  /** a connection of its own: rotating credentials belong to one */
  const context = (options?: Parameters<typeof testContext>[2]) =>
    testContext(connector, running.vendor.connection(), { scriptCallbacks, ...options });
  const inputFor = async (name: CapabilityName): Promise<Inputs> => {
    const make = subject.inputs[name];
    if (!make) throw new Error(`The subject has no input for ${name}.`);
    return capabilityContracts[name].input.parse(await make(running));
  };
  const call = async (name: CapabilityName, on: TestContext, input: Inputs, tag = tagOf(name)) =>
    isJob(name) ? job(name)?.start(on, input, { tag }) : direct(name)?.run(on, input, { tag });
  const failure = async (run: () => Promise<unknown>, secrets: unknown): Promise<ConnectorError> => {
    const error = await run().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConnectorError);
    const said = error as ConnectorError;
    const shown = `${said.message} ${JSON.stringify(said.detail)}`;
    for (const secret of secretValues(secrets)) expect(shown).not.toContain(secret);
    expect(said.message.length).toBeGreaterThan(10);
    expect(said.message).not.toMatch(/undefined|\[object/);
    return said;
  };

  return {
    subject,
    connector,
    claimed,
    direct,
    job,
    isJob,
    jobs,
    reads,
    directMutations,
    isLdap,
    throttled,
    context,
    inputFor,
    call,
    failure,
    /** from the first test on */
    get running() {
      return running;
    },
  };
}
export type ContractBed = ReturnType<typeof openContractBed>;
