// The connector contract: reads answer in our nouns, whole, and change nothing.
import { describe, expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts } from '../../capability-contracts.ts';
import type { ContractBed } from './contract-bed.ts';

export function readsInOurNouns(bed: ContractBed): void {
  const { reads, context, inputFor, call, failure, subject } = bed;

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
      expect(whole.length).toBeGreaterThan(subject.isShort?.includes(name) ? 0 : 3);
      expect(new Set(small).size).toBe(small.length);
      expect([...small].sort()).toEqual([...whole].sort());
    });
    it.each(Object.keys(subject.missing) as CapabilityName[])(
      '%s says not-found for what does not exist',
      async (name) => {
        const input = capabilityContracts[name].input.parse(subject.missing[name]);
        const error = await failure(() => call(name, context(), input), bed.running.connection.secrets);
        expect(error.kind).toBe('not-found');
        expect(error.retryable).toBe(false);
      },
    );
  });
}
