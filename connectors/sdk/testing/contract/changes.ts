// The connector contract: a change is sent once, and found again.
import { describe, expect, it } from 'vitest';
import { capabilityContracts } from '../../capability-contracts.ts';
import { ConnectorError } from '../../errors.ts';
import { type ContractBed, tagOf } from './contract-bed.ts';

export function changesOnce(bed: ContractBed): void {
  const { connector, claimed, direct, directMutations, context, inputFor, call, failure, throttled } = bed;

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
        bed.running.vendor.addFault({ kind: 'drop', when: 'after', isChange: true, requests: 1 });
        const error = await failure(() => call(name, on, input, tag), bed.running.connection.secrets);
        expect(error.maybeApplied).toBe(true);
        expect(on.mutations().length - sentBefore).toBe(1);
        bed.running.vendor.clearFaults();
        const found = await direct(name)?.reconcile?.(context(), input, { tag, notBefore: before });
        // idempotent ones need no way back; those that have one must find it, whole or not at all
        if (capabilityContracts[name].idempotency === 'keyed' && found?.found)
          capabilityContracts[name].output.parse(found.output);
        const isInSteps = name === 'ticket.resolve' || bed.subject.inSteps?.includes(name);
        if (capabilityContracts[name].idempotency === 'keyed' && !isInSteps) expect(found?.found).toBe(true);
      },
    );
    it.each(directMutations)('%s: a refusal is certain not to have changed anything', async (name) => {
      const on = context();
      const input = await inputFor(name);
      await connector.test(on);
      bed.running.vendor.addFault({ kind: 'status', status: 429, isChange: true, retryAfterSeconds: 3 });
      const error = await failure(() => call(name, on, input), bed.running.connection.secrets);
      expect([error.kind, error.retryAfterMs]).toEqual(throttled(3));
      expect(error.maybeApplied).toBe(false);
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
          const added = call('ticket.note.add', context(), { ...base, note }, tagOf(visibility));
          // a vendor that mails every public note cannot write one unmailed: then it is refused, and nothing is written
          const isRefused = visibility === 'public' && (await isUnsupported(added));
          if (!isRefused) await added;
          const written = bed.running.sandbox.world.state.notes.filter((entry) => entry.text.includes(note.body));
          if (isRefused) expect(written).toEqual([]);
          if (isRefused) continue;
          expect(written.map((entry) => [entry.visibility, entry.notified])).toEqual([[visibility, false]]);
        }
      },
    );
  });
}

const isUnsupported = (answer: Promise<unknown>): Promise<boolean> =>
  answer.then(
    () => false,
    (error: unknown) => error instanceof ConnectorError && error.kind === 'unsupported' && !error.maybeApplied,
  );
