// The connector contract: whatever goes wrong on the way, nothing is lost, nothing is done twice, and the message
// says what to do. Trouble that only one vendor makes is tested beside its connector.
import { describe, expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts } from '../../capability-contracts.ts';
import type { FaultInput } from '../../sandbox/faults.ts';
import { eventually } from '../eventually.ts';
import type { ContractBed } from './contract-bed.ts';

export function withstandsFaults(bed: ContractBed): void {
  const { connector, reads, directMutations, context, inputFor, call, failure, subject, throttled } = bed;
  const addFault = (fault: FaultInput) => bed.running.vendor.addFault(fault);
  const secrets = () => bed.running.connection.secrets;
  const [anyRead] = reads;
  const [anyChange] = directMutations;

  /** a context that is signed in, so that the trouble meets the call itself */
  const signedIn = async (options?: Parameters<typeof context>[0]) => {
    const on = context(options);
    await connector.test(on);
    return on;
  };

  describe.skipIf(!anyRead)('a read', () => {
    const name = anyRead as CapabilityName;
    const meets = async (fault: FaultInput) => {
      const on = await signedIn();
      const input = await inputFor(name);
      const before = on.sent.length;
      addFault(fault);
      const error = await failure(() => call(name, on, input), secrets());
      return { error, sent: on.sent.length - before, changes: on.mutations().length };
    };

    it('a token that was withdrawn is asked for once more, and never a third time', async () => {
      const on = await signedIn();
      const input = await inputFor(name);
      addFault({ kind: 'status', status: 401, requests: 1 });
      const outcome = await call(name, on, input).then(
        () => 'answered',
        (error: { kind?: string }) => error.kind,
      );
      expect(['answered', 'unauthenticated']).toContain(outcome);
      bed.running.vendor.clearFaults();
      await call(name, on, input);
      addFault({ kind: 'status', status: 401 });
      const before = on.sent.length;
      expect((await failure(() => call(name, on, input), secrets())).retryable).toBe(false);
      expect(on.sent.length - before).toBeLessThanOrEqual(6);
    });
    it('a role that does not reach is not a wrong key, and not worth another try by itself', async () => {
      const { error, changes } = await meets({ kind: 'status', status: 403 });
      expect(['forbidden', 'rate-limited', 'unauthenticated', 'wrong-host']).toContain(error.kind);
      expect(changes).toBe(0);
    });
    it('throttling without a word of how long is throttling all the same', async () => {
      const { error } = await meets({ kind: 'status', status: 429 });
      expect([error.kind, error.retryable, error.maybeApplied]).toEqual([throttled()[0], true, false]);
    });
    it.each([502, 503, 504])('%i is the vendor’s trouble, and worth another try', async (status) => {
      const { error } = await meets({ kind: 'status', status });
      expect([error.kind, error.retryable, error.maybeApplied]).toEqual(['unavailable', true, false]);
    });
    it('half an answer is no answer', async () => {
      const { error } = await meets({ kind: 'half' });
      expect(['unavailable', 'bad-answer', 'timeout']).toContain(error.kind);
      expect(error.maybeApplied).toBe(false);
    });
    it('a page of HTML is no answer, whatever its status says', async () => {
      const { error } = await meets({ kind: 'page' });
      expect(['bad-answer', 'unavailable', 'wrong-host', 'unauthenticated']).toContain(error.kind);
      expect(error.maybeApplied).toBe(false);
    });
  });

  describe.skipIf(!anyChange)('a change', () => {
    const name = anyChange as CapabilityName;
    const meets = async (fault: FaultInput) => {
      const on = await signedIn();
      const input = await inputFor(name);
      const before = on.mutations().length;
      addFault({ ...fault, isChange: true });
      const error = await failure(() => call(name, on, input), secrets());
      return { error, sent: on.mutations().length - before };
    };

    it('refused for its token is not sent again by itself, and is certain not to have happened', async () => {
      const { error, sent } = await meets({ kind: 'status', status: 401, requests: 1 });
      expect(error.maybeApplied).toBe(false);
      expect(sent).toBeLessThanOrEqual(1);
    });
    it.each<[string, FaultInput]>([
      ['a breakdown after it acted', { kind: 'status', status: 503, when: 'after' }],
      ['half an answer', { kind: 'half' }],
      ['a page of HTML', { kind: 'page', when: 'after' }],
      ['a cut line', { kind: 'drop', when: 'after' }],
    ])('%s: it may have happened, is said so, and is sent once', async (_what, fault) => {
      const { error, sent } = await meets(fault);
      expect([error.maybeApplied, sent]).toEqual([true, 1]);
    });
  });

  it.each([-3_600_000, 3_600_000])('a clock that is %i ms wrong keeps no connection from working', async (wrongMs) => {
    const now = () => new Date(Date.now() + wrongMs);
    const on = await signedIn({ now });
    if (anyRead) capabilityContracts[anyRead].output.parse(await call(anyRead, on, await inputFor(anyRead)));
    for (const poll of connector.triggers.polls) {
      const first = await poll.poll(context({ now }), null);
      await subject.change?.(bed.running);
      let cursor: unknown = first.cursor;
      await eventually(async () => {
        const next = await poll.poll(context({ now }), JSON.parse(JSON.stringify(cursor)));
        cursor = next.cursor;
        return next.hints.length > 0 ? next.hints : undefined;
      }, `poll ${poll.name} notices by a clock that is wrong`);
    }
  });

  const paged = reads.filter((name) => ['ticket.search', 'device.list'].includes(name));
  it.each(paged)('%s loses nothing when the list grows while it is read', async (name) => {
    const base = { ...(await inputFor(name)), cursor: null };
    const page = async (limit: number, cursor: string | null) =>
      (await call(name, context(), { ...base, limit, cursor })) as { items: { id: string }[]; next: string | null };
    const before = await page(1_000, null);
    const whole = before.items.map(({ id }) => id);
    for (let cursor = before.next; cursor !== null; ) {
      const more = await page(1_000, cursor);
      whole.push(...more.items.map(({ id }) => id));
      cursor = more.next;
    }
    const seen = new Set<string>();
    let cursor: string | null = null;
    for (let number = 0; number < 500; number++) {
      const one = await page(3, cursor);
      for (const { id } of one.items) seen.add(id);
      cursor = one.next;
      if (number === 0) grow(bed);
      if (cursor === null) break;
    }
    expect(whole.filter((id) => !seen.has(id))).toEqual([]);
  });
}

/** somebody opens a ticket, and a machine is enrolled */
function grow(bed: ContractBed): void {
  const { world } = bed.running.sandbox;
  const [client] = world.state.clients;
  const [device] = world.state.devices;
  if (client) world.addTicket({ title: 'Opened while the list is read', clientId: client.id }, 'system');
  if (device) world.enrollDevice(`GROWN-${world.state.devices.length}`, device);
}
