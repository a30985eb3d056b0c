// The suite every connector passes against its own sandbox. A connector's test calls it once and then tests what is
// peculiar to its vendor.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '../capability-contracts.ts';
import type { Connector, DirectCapability, JobCapability } from '../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import { secretValues } from '../http/redact.ts';
import type { AnySandboxDialect } from '../sandbox/sandbox-dialect.ts';
import type { VendorSandbox } from '../sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { eventually } from './eventually.ts';
import { type TestConnection, type TestContext, testContext } from './test-context.ts';

type Inputs = Record<string, unknown>;

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
  /** an input with an id that does not exist, for reads of one thing */
  missing: { [N in CapabilityName]?: Inputs };
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

const tagOf = (suffix: string) => `mspclaw:0197c3de-0000-7000-8000-000000000001:steps.${suffix}:1`;

export function testConnectorContract(subject: ContractSubject): void {
  const { connector } = subject;
  const claimed = capabilityNames.filter((name) => connector.capabilities[name] !== undefined);
  const direct = (name: CapabilityName) =>
    connector.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
  const job = () => connector.capabilities['script.run'] as JobCapability<unknown, unknown, unknown> | undefined;
  const isMutation = (name: CapabilityName) => capabilityContracts[name].effect !== 'read';
  const isJob = (name: CapabilityName) => capabilityContracts[name].shape === 'job';
  const reads = claimed.filter((name) => !isMutation(name));
  const directMutations = claimed.filter((name) => isMutation(name) && !isJob(name));

  describe(`${connector.id} keeps the connector contract`, () => {
    let running: RunningSubject;
    let sandbox: Sandbox;

    beforeAll(async () => {
      sandbox = await startSandbox({
        vendors: [{ dialect: subject.dialect }],
        dials: { scriptLagMs: 60, feedLagMs: 60, settleMs: 50 },
      });
      const vendor = sandbox.vendors[connector.id];
      if (!vendor) throw new Error(`The dialect is for ${subject.dialect.connector}, not for ${connector.id}.`);
      running = { sandbox, vendor, connection: vendor.connection() };
      await subject.prepare?.(running);
    });
    afterAll(() => sandbox.close());
    beforeEach(() => running.vendor.clearFaults());

    /** a connection of its own: rotating credentials belong to one */
    const context = (options?: Parameters<typeof testContext>[2]) =>
      testContext(connector, running.vendor.connection(), options);
    const inputFor = async (name: CapabilityName): Promise<Inputs> => {
      const make = subject.inputs[name];
      if (!make) throw new Error(`The subject has no input for ${name}.`);
      return capabilityContracts[name].input.parse(await make(running));
    };
    const call = async (name: CapabilityName, on: TestContext, input: Inputs, tag = tagOf(name)) =>
      isJob(name) ? job()?.start(on, input, { tag }) : direct(name)?.run(on, input, { tag });
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

    describe('says who it is', () => {
      it('has its id from its folder, and the files every connector has', () => {
        expect(subject.folder.replaceAll('\\', '/').endsWith(`connectors/${connector.id}`)).toBe(true);
        for (const file of [
          'connector.ts',
          'auth.ts',
          'client.ts',
          'README.md',
          'capabilities',
          'triggers',
          'sandbox',
        ]) {
          expect(existsSync(join(subject.folder, file)), file).toBe(true);
        }
      });
      it('says honestly how it was verified, also in its README', () => {
        expect(['simulated', 'vendor sandbox', 'live']).toContain(connector.verification.level);
        expect(connector.verification.on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        const readme = readFileSync(join(subject.folder, 'README.md'), 'utf8');
        expect(readme).toContain(connector.verification.level);
        for (const name of capabilityNames) {
          if (capabilityContracts[name].system !== connector.system) continue;
          // claimed or not, it is named: what it cannot do is said, never left to be found out
          expect(readme, `README names ${name}`).toContain(name);
        }
      });
      it('asks for exactly what its schemas hold, secrets apart from settings, each with a place to find it', () => {
        const settings = Object.keys(running.connection.settings as object);
        const secrets = Object.keys(running.connection.secrets as object);
        const names = connector.auth.fields.map((field) => field.name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of [...settings, ...secrets]) expect(names).toContain(name);
        for (const field of connector.auth.fields) {
          expect(field.help.length, field.name).toBeGreaterThan(10);
          if (settings.includes(field.name)) expect(field.secret, field.name).toBe(false);
          if (secrets.includes(field.name))
            expect(field.secret || /public|id$/i.test(field.name), field.name).toBe(true);
        }
        expect(connector.auth.settings.safeParse({}).success).toBe(false);
        expect(connector.auth.secrets.safeParse({}).success).toBe(false);
      });
      it('claims only capabilities of its own system, and can find again what must not be repeated', () => {
        expect(claimed.length).toBeGreaterThan(0);
        for (const name of claimed) {
          const contract = capabilityContracts[name];
          expect(contract.system, name).toBe(connector.system);
          if (contract.idempotency === 'keyed') expect(direct(name)?.reconcile, name).toBeTypeOf('function');
          expect(subject.inputs[name], `an input for ${name}`).toBeTypeOf('function');
        }
        expect(connector.limits.requestsPerMinute).toBeGreaterThan(0);
        expect(connector.limits.visibilityLagMs).toBeGreaterThanOrEqual(0);
      });
      it('tests a connection with live figures', async () => {
        const result = await connector.test(context());
        expect(result.summary).toMatch(/\d/);
      });
    });

    describe('reads', () => {
      it.each(reads)('%s answers in our nouns and changes nothing', async (name) => {
        const on = context();
        const output = await call(name, on, await inputFor(name));
        capabilityContracts[name].output.parse(output);
        expect(on.mutations()).toEqual([]);
        if (output && typeof output === 'object' && 'items' in output) {
          expect((output.items as unknown[]).length, `${name} finds something`).toBeGreaterThan(0);
        }
      });
      const paged = reads.filter(
        (name) => 'cursor' in ((capabilityContracts[name].input as unknown as { shape: object }).shape ?? {}),
      );
      it.each(paged)('%s gives every item once, whatever the page size', async (name) => {
        const base = { ...(await inputFor(name)), cursor: null };
        const walk = async (limit: number) => {
          const ids: string[] = [];
          let cursor: string | null = null;
          for (let page = 0; page < 500; page++) {
            const output = (await call(name, context(), { ...base, limit, cursor })) as {
              items: { id: string }[];
              next: string | null;
            };
            expect(output.items.length).toBeLessThanOrEqual(limit);
            ids.push(...output.items.map((item) => item.id));
            cursor = output.next;
            if (cursor === null) return ids;
          }
          throw new Error('The list does not end.');
        };
        const whole = await walk(1_000);
        const small = await walk(3);
        expect(whole.length).toBeGreaterThan(3);
        expect(new Set(small).size).toBe(small.length);
        expect([...small].sort()).toEqual([...whole].sort());
      });
      it.each(Object.keys(subject.missing) as CapabilityName[])(
        '%s says not-found for what does not exist',
        async (name) => {
          const input = capabilityContracts[name].input.parse(subject.missing[name]);
          const error = await failure(() => call(name, context(), input), running.connection.secrets);
          expect(error.kind).toBe('not-found');
          expect(error.retryable).toBe(false);
        },
      );
    });

    describe('says in words what is wrong', () => {
      it.each(subject.wrong.map((wrong) => [wrong.what, wrong] as const))('%s', async (_what, wrong) => {
        const connection = await wrong.connection(running);
        const error = await failure(() => connector.test(testContext(connector, connection)), connection.secrets);
        expect(wrong.kinds).toContain(error.kind);
        expect(error.maybeApplied).toBe(false);
      });
      it('a host that does not answer is unavailable, and worth another try', async () => {
        const dead = await deadConnection(subject.dialect, running);
        const error = await failure(() => connector.test(testContext(connector, dead)), dead.secrets);
        expect(error.kind).toBe('unavailable');
        expect(error.retryable).toBe(true);
      });
      const { forbidden } = subject;
      it.skipIf(!forbidden)('a role that allows too little is forbidden, not a wrong key', async () => {
        if (!forbidden) return;
        const connection = forbidden.connection(running);
        const input = await inputFor(forbidden.capability);
        const on = testContext(connector, connection);
        const error = await failure(() => call(forbidden.capability, on, input), connection.secrets);
        expect(error.kind).toBe('forbidden');
        expect(error.maybeApplied).toBe(false);
      });
      const anyRead = reads.find((name) => subject.inputs[name]);
      it.skipIf(!anyRead)(
        'throttling, breakdown, a cut line and silence are told apart, with the wait the vendor asks for',
        async () => {
          if (!anyRead) return;
          const input = await inputFor(anyRead);
          const { secrets } = running.connection;
          // signed in before the trouble starts, so that the read itself meets it
          const on = context({ timeoutMs: 400 });
          await call(anyRead, on, input);
          const meets = async (fault: Parameters<VendorSandbox['addFault']>[0]) => {
            running.vendor.clearFaults();
            running.vendor.addFault(fault);
            return failure(() => call(anyRead, on, input), secrets);
          };
          const throttled = await meets({ kind: 'status', status: 429, retryAfterSeconds: 7 });
          expect([throttled.kind, throttled.retryAfterMs]).toEqual(['rate-limited', 7_000]);
          expect((await meets({ kind: 'html', status: 429 })).kind).toBe('rate-limited');
          expect((await meets({ kind: 'status', status: 503 })).kind).toBe('unavailable');
          expect((await meets({ kind: 'drop' })).kind).toBe('unavailable');
          const late = await meets({ kind: 'slow', delayMs: 1_200 });
          expect([late.kind, late.maybeApplied, late.retryable]).toEqual(['timeout', false, true]);
        },
      );
    });

    describe('changes', () => {
      it.each(directMutations)('%s answers in our nouns and sends no change twice', async (name) => {
        const on = context();
        const output = await call(name, on, await inputFor(name));
        capabilityContracts[name].output.parse(output);
        const sent = on
          .mutations()
          .map((request) => JSON.stringify([request.method, request.url, request.json, request.multipart]));
        expect(sent.length).toBeGreaterThan(0);
        expect(new Set(sent).size).toBe(sent.length);
      });
      it.each(directMutations)(
        '%s never repeats by itself: a vendor that acts and then goes silent is asked once',
        async (name) => {
          const on = context();
          const input = await inputFor(name);
          await connector.test(on);
          const before = new Date(Date.now() - 1_000);
          const sentBefore = on.mutations().length;
          const tag = tagOf(`${name}.lost`);
          for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
            running.vendor.addFault({ kind: 'drop', when: 'after', method, requests: 1 });
          }
          const error = await failure(() => call(name, on, input, tag), running.connection.secrets);
          expect(error.maybeApplied).toBe(true);
          expect(on.mutations().length - sentBefore).toBe(1);
          running.vendor.clearFaults();
          const found = await direct(name)?.reconcile?.(context(), input, { tag, notBefore: before });
          // idempotent ones need no way back; those that have one must find it, whole or not at all
          if (capabilityContracts[name].idempotency === 'keyed' && found?.found)
            capabilityContracts[name].output.parse(found.output);
          if (capabilityContracts[name].idempotency === 'keyed' && name !== 'ticket.resolve')
            expect(found?.found).toBe(true);
        },
      );
      it.each(directMutations)('%s: a refusal is certain not to have changed anything', async (name) => {
        const on = context();
        const input = await inputFor(name);
        await connector.test(on);
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
          running.vendor.addFault({ kind: 'status', status: 429, method, retryAfterSeconds: 3 });
        }
        const error = await failure(() => call(name, on, input), running.connection.secrets);
        expect([error.kind, error.maybeApplied, error.retryAfterMs]).toEqual(['rate-limited', false, 3_000]);
      });
      const keyed = directMutations.filter((name) => capabilityContracts[name].idempotency === 'keyed');
      it.each(keyed)('%s is not found again under a tag that was never used', async (name) => {
        const input = await inputFor(name);
        const found = await direct(name)?.reconcile?.(context(), input, {
          tag: tagOf('never'),
          notBefore: new Date(0),
        });
        expect(found).toEqual({ found: false });
      });

      it.skipIf(!claimed.includes('ticket.note.add'))(
        'a note is exactly as visible as asked, and mails nobody unasked',
        async () => {
          for (const visibility of ['internal', 'public'] as const) {
            const base = await inputFor('ticket.note.add');
            const note = { visibility, body: `visible to whom: ${visibility}`, notify: false };
            await call('ticket.note.add', context(), { ...base, note }, tagOf(visibility));
            const written = running.sandbox.world.state.notes.filter((entry) => entry.text.includes(note.body));
            expect(written.map((entry) => [entry.visibility, entry.notified])).toEqual([[visibility, false]]);
          }
        },
      );
    });

    describe.skipIf(!claimed.includes('script.run'))('runs scripts once', () => {
      const finish = (on: TestContext, ref: Record<string, string | number | boolean | null>) =>
        eventually(async () => {
          const progress = await job()?.poll(on, JSON.parse(JSON.stringify(ref)));
          return progress?.state === 'done' ? progress.output : undefined;
        }, 'the script ends');
      const executions = (tag: string) => running.sandbox.ledger.executionsByTag()[tag] ?? 0;

      it('start, poll from another process, result in our nouns', async () => {
        const tag = tagOf('run');
        const on = context();
        const ref = await job()?.start(on, await inputFor('script.run'), { tag });
        expect(on.mutations().length).toBe(1);
        expect(JSON.stringify(on.mutations()[0])).toContain(tag);
        const result = capabilityContracts['script.run'].output.parse(await finish(context(), ref ?? {}));
        expect(result.outcome).toBe('success');
        expect(executions(tag)).toBe(1);
      });
      it('a start that got lost is found by its tag and runs once; one that never was is not found', async () => {
        const tag = tagOf('lost');
        const input = await inputFor('script.run');
        const on = context();
        await connector.test(on);
        const notBefore = new Date(Date.now() - 1_000);
        running.vendor.addFault({ kind: 'drop', when: 'after', method: 'POST', requests: 1 });
        const error = await failure(
          () => job()?.start(on, input, { tag }) as Promise<unknown>,
          running.connection.secrets,
        );
        expect(error.maybeApplied).toBe(true);
        expect(on.mutations().length).toBe(1);
        running.vendor.clearFaults();
        const found = await eventually(async () => {
          const answer = await job()?.reconcile(context(), input, { tag, notBefore });
          return answer?.found ? answer : undefined;
        }, 'the lost run is found');
        expect(capabilityContracts['script.run'].output.parse(await finish(context(), found.job)).outcome).toBe(
          'success',
        );
        expect(executions(tag)).toBe(1);
        const other = await job()?.reconcile(context(), input, { tag: tagOf('never'), notBefore });
        expect(other).toEqual({ found: false });
      });
      it('refuses text that could become a command, before anything is sent', async () => {
        for (const value of [
          'a; rm -rf /',
          '$(whoami)',
          'a & b',
          'a | b',
          '`id`',
          '"quoted"',
          'a\nb',
          'x > y',
          '%PATH%!',
        ]) {
          const on = context();
          const input = await inputFor('script.run');
          const parameters = { ...(input.parameters as Inputs), note: value };
          const error = await failure(
            () => job()?.start(on, { ...input, parameters }, { tag: tagOf('bad') }) as Promise<unknown>,
            {},
          );
          expect(error.kind, value).toBe('invalid-input');
          expect(on.mutations(), value).toEqual([]);
        }
      });
    });

    describe('hears', () => {
      const { webhook } = subject;
      const trigger = connector.triggers.webhook;
      it('has a sandbox delivery for its webhook, when it has one', () => {
        expect(webhook !== undefined).toBe(trigger !== undefined);
      });
      describe.skipIf(!webhook || !trigger)('webhook', () => {
        const genuine = async () => {
          if (!webhook || !trigger) throw new Error('unreachable');
          const delivery = await webhook.delivery(running);
          const headers = Object.fromEntries(
            Object.entries(delivery.headers).map(([name, value]) => [name.toLowerCase(), value]),
          );
          return { webhook, trigger, headers, body: delivery.body };
        };
        const on = () => testContext(connector, running.connection);

        it('lets a genuine delivery in and reads its hint', async () => {
          const { trigger, headers, body } = await genuine();
          expect(await trigger.verify(on(), { headers, body })).toEqual({ ok: true });
          const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
          expect(trigger.parse(parsed).length).toBeGreaterThan(0);
          expect(trigger.dedupeKey(parsed)).toBe(trigger.dedupeKey(structuredClone(parsed)));
        });
        it('keeps out a delivery without its proof, with a wrong one, and with another body under a signature', async () => {
          const { webhook, trigger, headers, body } = await genuine();
          expect(webhook.proofHeaders.length).toBeGreaterThan(0);
          for (const name of webhook.proofHeaders) {
            const { [name]: proof = '', ...without } = headers;
            for (const bad of [
              undefined,
              '',
              'x',
              `${proof}x`,
              proof.slice(0, -1),
              proof.toUpperCase() === proof ? proof.toLowerCase() : proof.toUpperCase(),
            ]) {
              const given = bad === undefined ? without : { ...without, [name]: bad };
              expect((await trigger.verify(on(), { headers: given, body })).ok, `${name}=${bad}`).toBe(false);
            }
          }
          const changed = new Uint8Array([...body.slice(0, -1), 32, ...body.slice(-1)]);
          if (webhook.signsBody) expect((await trigger.verify(on(), { headers, body: changed })).ok).toBe(false);
        });
        it('never breaks on what strangers send', async () => {
          const { trigger } = await genuine();
          const bodies: unknown[] = [
            null,
            0,
            '',
            [],
            {},
            { id: {} },
            { id: '1' },
            { ID: -1 },
            { Action: 7 },
            [[[]]],
            { __proto__: null },
          ];
          let refused = 0;
          for (const body of bodies) {
            trigger.dedupeKey(body);
            try {
              trigger.parse(body);
            } catch (error) {
              expect(error).toBeInstanceOf(ConnectorError);
              expect((error as ConnectorError).kind).toBe('invalid-input');
              refused++;
            }
          }
          expect(refused).toBeGreaterThan(bodies.length / 2);
          const verdict = await trigger.verify(on(), { headers: {}, body: new Uint8Array([255, 0, 123]) });
          expect(verdict.ok).toBe(false);
        });
      });
      it.each(connector.triggers.polls.map((poll) => [poll.name, poll] as const))(
        'poll %s tells what changed after its cursor',
        async (_name, poll) => {
          const first = await poll.poll(context(), null);
          await subject.change?.(running);
          let cursor: unknown = first.cursor;
          const hints = await eventually(async () => {
            const next = await poll.poll(context(), JSON.parse(JSON.stringify(cursor)));
            cursor = next.cursor;
            return next.hints.length > 0 ? next.hints : undefined;
          }, `poll ${poll.name} notices`);
          expect(hints[0]?.id.length).toBeGreaterThan(0);
        },
      );
    });
  });
}

/** the same connection with the sandbox gone */
async function deadConnection(dialect: AnySandboxDialect, running: RunningSubject): Promise<TestConnection> {
  const other = await startSandbox({ vendors: [{ dialect }] });
  const origin = other.vendors[dialect.connector]?.origin ?? '';
  await other.close();
  const text = JSON.stringify(running.vendor.connection()).replaceAll(running.vendor.origin, origin);
  return JSON.parse(text) as TestConnection;
}
