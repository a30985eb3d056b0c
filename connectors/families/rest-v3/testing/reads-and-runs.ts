// What every product of the family does: signing in, pages, errors, devices, scripts and what became of them. Called by each
// product's own test with its bed.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { restV3Dialect } from '../sandbox/rest-v3-dialect.ts';
import { type RestV3Bed, startRestV3Bed } from './rest-v3-bed.ts';

const none = { tag: '' };
const all = { limit: 1_000 };
const service = { script: 'restart-service', parameters: { service: 'WinRM' } };

export function testReads(bed: RestV3Bed): void {
  const { capabilities } = bed.product.connector;

  describe('signing in', () => {
    it('is a token with every request, and nothing is asked for before', async () => {
      const on = bed.context();
      await capabilities['client.list']?.run(on, all, none);
      const { tokenId } = bed.product.options;
      expect(on.sent.map(({ headers }) => headers?.authorization)).toEqual([
        `Basic ${btoa(`${tokenId}:${bed.state.tokens[tokenId]?.secret}`)}`,
      ]);
    });
    it.each(['a b', 'a:b', ''])('a token id like %j is refused', (tokenId) => {
      expect(bed.product.connector.auth.settings.safeParse({ host: 'https://msp.example', tokenId }).success).toBe(
        false,
      );
    });
  });

  describe('errors', () => {
    it('the sentence of the vendor is in ours', async () => {
      const error = await errorOf(capabilities['alert.read']?.run(bed.context(), { alert: '424242' }, none));
      expect(error.message).toContain('Entity is not found.');
    });
    describe('in the other place', () => {
      const { options } = bed.product;
      const flipped = { ...options, errors: options.errors === 'meta' ? 'error' : 'meta' } as const;
      const other = startRestV3Bed({ ...bed.product, options: flipped, dialect: restV3Dialect(flipped) });
      it('the sentence is read as well', async () => {
        const error = await errorOf(capabilities['alert.read']?.run(other.context(), { alert: '424242' }, none));
        expect(error.message).toContain('Entity is not found.');
      });
    });
  });

  describe('lists', () => {
    it('end by their total, and without one by a page that is not full', async () => {
      const names = async () =>
        (await capabilities['device.list']?.run(bed.context(), all, none))?.items.map(({ name }) => name);
      const told = await names();
      bed.quirk({ hidesTotals: true });
      expect(await names()).toEqual(told);
      const page = await capabilities['device.list']?.run(bed.context(), { limit: 3 }, none);
      expect(page?.next).toBe('3');
    });
    it('a cursor of somebody else goes nowhere', async () => {
      const on = bed.context();
      const error = await errorOf(capabilities['device.list']?.run(on, { limit: 3, cursor: '3&$filter=x' }, none));
      expect([error.kind, on.sent]).toEqual(['invalid-input', []]);
    });
    it('devices of one client are filtered at the vendor, by number only', async () => {
      const on = bed.context();
      const { items = [] } = (await capabilities['device.list']?.run(on, { ...all, client: '11' }, none)) ?? {};
      expect(new Set(items.map(({ client }) => client?.id))).toEqual(new Set(['11']));
      const error = await errorOf(capabilities['device.list']?.run(on, { ...all, client: '11 or 1 eq 1' }, none));
      expect(error.kind).toBe('invalid-input');
    });
    it('of devices are joined with assets, some in one request', async () => {
      const on = bed.context();
      const { items = [] } = (await capabilities['device.list']?.run(on, all, none)) ?? {};
      const server = bed.device('ACME-DC01');
      const found = items.find(({ id }) => id === server.uid);
      expect(found).toMatchObject({
        name: server.name,
        os: server.os,
        role: 'server',
        serial: server.serial,
        macs: server.macs,
      });
      // whether it is online is in neither list
      expect(found?.online).toBeNull();
      expect(on.sent.length).toBe(1 + Math.ceil(items.length / 20));
    });
    it('of devices are whole where assets take no such filter: what is not told is left open', async () => {
      bed.quirk({ refusesOr: true });
      const { items = [] } = (await capabilities['device.list']?.run(bed.context(), all, none)) ?? {};
      expect(items.length).toBe(bed.sandbox.world.state.devices.length);
      expect(items[0]).toMatchObject({ os: null, role: 'other', serial: null, lastSeenAt: null });
    });
    it('of scripts tell the variables of one’s own scripts', async () => {
      const { items = [] } = (await capabilities['script.list']?.run(bed.context(), {}, none)) ?? {};
      const own = items.find(({ name }) => name === 'restart-service');
      expect(own?.osFamilies).toEqual(['windows']);
      expect(own?.parameters.map(({ name }) => name)).toEqual(['service', 'runTag', 'CallbackUrl']);
      expect(items.find(({ name }) => name === 'Flush DNS')?.parameters).toEqual([]);
    });
    it('of many scripts are one request: variables are looked at when a script is run', async () => {
      const { scripts } = bed.sandbox.world.state;
      const [known] = scripts;
      const many = Array.from({ length: 20 }, (_, index) => ({
        ...known,
        uid: `many-${index}`,
        name: `many-${index}`,
      }));
      scripts.push(...(many as typeof scripts));
      const on = bed.context();
      const { items = [] } = (await capabilities['script.list']?.run(on, {}, none)) ?? {};
      scripts.splice(-many.length);
      expect([items.length, on.sent.length]).toEqual([27, 1]);
      expect(items.flatMap(({ parameters }) => parameters)).toEqual([]);
    });
  });

  describe('a device', () => {
    it('without an asset (a phone, a published instance) has a state all the same', async () => {
      const device = bed.device('ACME-WS-011');
      bed.vendor.addFault({ kind: 'status', status: 404, path: '/assets/' });
      const status = await capabilities['device.status']?.run(bed.context(), { device: device.uid }, none);
      expect(status).toMatchObject({ name: device.name, online: true, systemDrive: null, lastBootAt: null });
    });
    it('what is not told is null: services, users, a pending reboot, and how many updates failed', async () => {
      const device = bed.device('ACME-DC01').uid;
      const status = await capabilities['device.status']?.run(bed.context(), { device }, none);
      expect(status).toMatchObject({
        services: null,
        lastUser: null,
        needsReboot: null,
        patches: null,
        health: 'unknown',
      });
    });
    it.each(['../x', 'a/b', '..', 'x?y=1'])('the id %j never reaches a path', async (id) => {
      const on = bed.context();
      expect((await errorOf(capabilities['device.status']?.run(on, { device: id }, none))).kind).toBe('invalid-input');
      expect(on.sent).toEqual([]);
    });
  });
}

export function testRuns(bed: RestV3Bed): void {
  const { capabilities } = bed.product.connector;
  const run = capabilities['script.run'];
  const input = () => ({ device: bed.device('ACME-WS-014').uid, ...service });

  describe('a script', () => {
    it('gets its values under the numbers of its variables, our tag and the way back among them', async () => {
      const on = bed.context({}, { scriptCallbacks: bed.scriptCallbacks });
      const tag = bed.newTag();
      await bed.finish(await run?.start(on, input(), { tag }));
      const [sent] = on.mutations();
      expect(sent?.json).toEqual({
        DeviceIdentifier: input().device,
        Variables: ['WinRM', tag, expect.stringMatching(/^http/)].map((Value) => ({ Id: expect.any(Number), Value })),
      });
    });
    it('that has no variable for a value is not run: the value would be lost without a word', async () => {
      const on = bed.context();
      const asked = { ...input(), parameters: { service: 'WinRM', force: true } };
      const error = await errorOf(run?.start(on, asked, { tag: bed.newTag() }));
      expect([error.kind, on.mutations()]).toEqual(['invalid-input', []]);
      expect(error.message).toContain('no variable "force"');
    });
    it('is found by its id, too, and one that does not exist is said to be missing', async () => {
      const script = bed.sandbox.world.state.scripts[0]?.uid ?? '';
      expect(
        (await bed.finish(await run?.start(bed.context(), { ...input(), script }, { tag: bed.newTag() }))).outcome,
      ).toBe('success');
      const gone = await errorOf(run?.start(bed.context(), { ...input(), script: 'nope' }, { tag: bed.newTag() }));
      expect([gone.kind, gone.maybeApplied]).toEqual(['not-found', false]);
    });
    it('that failed tells its exit code and what it wrote', async () => {
      const asked = { ...input(), parameters: { service: 'Nope' } };
      const result = await bed.finish(await run?.start(bed.context(), asked, { tag: bed.newTag() }));
      expect(result).toMatchObject({ outcome: 'failure', exitCode: 2, output: expect.stringContaining('Nope') });
      expect(Date.parse(result.finishedAt ?? '')).toBeGreaterThan(0);
    });
  });

  describe('a result', () => {
    it('lives with the device: while it is away the answer is awaited, and what the script posted counts', async () => {
      bed.quirk({ declaresCallback: false });
      const tag = bed.newTag();
      const ref = await run?.start(bed.context(), input(), { tag });
      await bed.finish(ref);
      const device = bed.device('ACME-WS-014');
      device.isOnline = false;
      expect(await run?.poll(bed.context(), ref ?? {})).toEqual({ state: 'pending', pollAfterMs: 60_000 });
      const { url } = await bed.scriptCallbacks.open(tag);
      await fetch(url, { method: 'POST', body: JSON.stringify({ exitCode: 0, output: 'posted' }) });
      const on = bed.context({}, { scriptCallbacks: bed.scriptCallbacks });
      expect(await run?.poll(on, ref ?? {})).toMatchObject({ state: 'done', output: { output: 'posted' } });
      device.isOnline = true;
      expect(await run?.poll(bed.context(), ref ?? {})).toMatchObject({
        state: 'done',
        output: { outcome: 'success' },
      });
    });
    it('of an execution that nobody knows is an error, not a wait for ever', async () => {
      const ref = await run?.start(bed.context(), input(), { tag: bed.newTag() });
      const lost = { ...ref, execution: '00000000-0000-4000-8000-00000000beef' };
      expect((await errorOf(run?.poll(bed.context(), lost))).kind).toBe('not-found');
    });
  });

  describe('a start whose answer was lost', () => {
    const lostStart = async (tag: string) => {
      const notBefore = new Date(Date.now() - 1_000);
      await bed.finish(await run?.start(bed.context({}, { scriptCallbacks: bed.scriptCallbacks }), input(), { tag }));
      return { tag, notBefore };
    };
    const reconcile = (query: { tag: string; notBefore: Date }, hasCallbacks = false) =>
      run?.reconcile(bed.context({}, hasCallbacks ? { scriptCallbacks: bed.scriptCallbacks } : {}), input(), query);

    it('is found by the tag in its output variable', async () => {
      const query = await lostStart(bed.newTag());
      expect(await reconcile(query)).toMatchObject({ found: true });
      expect(await reconcile({ ...query, tag: `${query.tag}2` })).toEqual({ found: false });
    });
    it('is found by what the script posted, when it sets no variable', async () => {
      bed.quirk({ setsTagOutput: false });
      const query = await lostStart(bed.newTag());
      expect(await reconcile(query)).toEqual({ found: false });
      const found = await reconcile(query, true);
      expect(found).toMatchObject({ found: true, job: { execution: null } });
      const on = bed.context({}, { scriptCallbacks: bed.scriptCallbacks });
      const job = found?.found ? found.job : undefined;
      expect(await bed.finish(job, on)).toMatchObject({ outcome: 'success', exitCode: 0 });
    });
    it('is found by the tag in what it wrote, and attempt 1 is not attempt 12', async () => {
      bed.quirk({ setsTagOutput: false, declaresCallback: false });
      const query = await lostStart(bed.newTag());
      const last = bed.sandbox.world.state.scriptRuns.at(-1);
      if (last) last.output = `run ${query.tag}2 began\n`;
      expect(await reconcile(query)).toEqual({ found: false });
      if (last) last.output = `run ${query.tag} began\n`;
      expect(await reconcile(query)).toMatchObject({ found: true });
    });
    it('while the same script is running, nobody says whose it is: it is asked again later', async () => {
      const notBefore = new Date(Date.now() - 1_000);
      const { dials } = bed.sandbox.world;
      const before = dials.scriptLagMs;
      dials.scriptLagMs = 600_000;
      await run?.start(bed.context(), input(), { tag: bed.newTag() });
      dials.scriptLagMs = before;
      const error = await errorOf(reconcile({ tag: 'mspclaw:another:1', notBefore }));
      expect([error.retryable, error.retryAfterMs, error.maybeApplied]).toEqual([true, 15_000, false]);
      bed.sandbox.world.state.scriptRuns.pop();
    });
  });
}
