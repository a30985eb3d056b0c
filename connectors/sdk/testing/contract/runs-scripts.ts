// The connector contract: a script runs once.
import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../errors.ts';
import { scriptResultSchema } from '../../nouns.ts';
import { eventually } from '../eventually.ts';
import type { TestContext } from '../test-context.ts';
import { type ContractBed, type Inputs, tagOf } from './contract-bed.ts';

/** "That cannot be told yet, ask again in so many seconds" is an answer, too: the engine comes back. */
const laterAgain = (error: unknown): undefined => {
  if (error instanceof ConnectorError && error.retryable && error.retryAfterMs !== undefined) return undefined;
  throw error;
};

export function runsScriptsOnce(bed: ContractBed): void {
  const { connector, jobs, context, inputFor, failure } = bed;

  describe.each(jobs)('%s runs once', (name) => {
    const job = () => bed.job(name);
    const finish = (on: TestContext, ref: Record<string, string | number | boolean | null>) =>
      eventually(async () => {
        const progress = await job()?.poll(on, JSON.parse(JSON.stringify(ref)));
        return progress?.state === 'done' ? progress.output : undefined;
      }, 'the script ends');
    const executions = (tag: string) => bed.running.sandbox.ledger.executionsByTag()[tag] ?? 0;

    it('start, poll from another process, result in our nouns', async () => {
      const tag = tagOf(`${name}.run`);
      const on = context();
      const ref = await job()?.start(on, await inputFor(name), { tag });
      expect(on.mutations().length).toBe(1);
      expect(JSON.stringify(on.mutations()[0])).toContain(tag);
      const result = scriptResultSchema.parse(await finish(context(), ref ?? {}));
      expect(result.outcome).toBe('success');
      expect(executions(tag)).toBe(1);
    });
    it('a start that got lost is found by its tag and runs once; one that never was is not found', async () => {
      const tag = tagOf(`${name}.lost`);
      const input = await inputFor(name);
      const on = context();
      await connector.test(on);
      const notBefore = new Date(Date.now() - 1_000);
      const before = on.mutations().length;
      bed.running.vendor.addFault({ kind: 'drop', when: 'after', isChange: true, requests: 1 });
      const error = await failure(
        () => job()?.start(on, input, { tag }) as Promise<unknown>,
        bed.running.connection.secrets,
      );
      expect(error.maybeApplied).toBe(true);
      expect(on.mutations().length - before).toBe(1);
      bed.running.vendor.clearFaults();
      const found = await eventually(async () => {
        const answer = await job()?.reconcile(context(), input, { tag, notBefore }).catch(laterAgain);
        return answer?.found ? answer : undefined;
      }, 'the lost run is found');
      expect(scriptResultSchema.parse(await finish(context(), found.job)).outcome).toBe('success');
      expect(executions(tag)).toBe(1);
      const other = await job()?.reconcile(context(), input, { tag: tagOf(`${name}.never`), notBefore });
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
        const input = await inputFor(name);
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
}
