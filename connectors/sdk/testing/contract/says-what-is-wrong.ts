// The connector contract: what is wrong is said in words, and told apart.
import { describe, expect, it } from 'vitest';
import type { AnySandboxDialect } from '../../sandbox/sandbox-dialect.ts';
import type { VendorSandbox } from '../../sandbox/sandbox-server.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { type TestConnection, testContext } from '../test-context.ts';
import type { ContractBed, RunningSubject } from './contract-bed.ts';

export function saysWhatIsWrong(bed: ContractBed): void {
  const { connector, reads, context, inputFor, call, failure, subject, throttled, isLdap } = bed;

  describe('says in words what is wrong', () => {
    it.each(subject.wrong.map((wrong) => [wrong.what, wrong] as const))('%s', async (_what, wrong) => {
      const connection = await wrong.connection(bed.running);
      const error = await failure(() => connector.test(testContext(connector, connection)), connection.secrets);
      expect(wrong.kinds).toContain(error.kind);
      expect(error.maybeApplied).toBe(false);
    });
    it('a host that does not answer is unavailable, and worth another try', async () => {
      const dead = await deadConnection(subject.dialect, bed.running);
      const error = await failure(() => connector.test(testContext(connector, dead)), dead.secrets);
      expect(error.kind).toBe('unavailable');
      expect(error.retryable).toBe(true);
    });
    const { forbidden } = subject;
    it.skipIf(!forbidden)('a role that allows too little is forbidden, not a wrong key', async () => {
      if (!forbidden) return;
      const connection = forbidden.connection(bed.running);
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
        const { secrets } = bed.running.connection;
        // signed in before the trouble starts, so that the read itself meets it
        const on = context({ timeoutMs: 400 });
        await call(anyRead, on, input);
        const meets = async (fault: Parameters<VendorSandbox['addFault']>[0]) => {
          bed.running.vendor.clearFaults();
          bed.running.vendor.addFault(fault);
          return failure(() => call(anyRead, on, input), secrets);
        };
        const busy = await meets({ kind: 'status', status: 429, retryAfterSeconds: 7 });
        expect([busy.kind, busy.retryAfterMs]).toEqual(throttled(7));
        // over LDAP a page of HTML has no status to be told by
        expect((await meets({ kind: 'html', status: 429 })).kind).toBe(isLdap ? 'bad-answer' : 'rate-limited');
        expect((await meets({ kind: 'status', status: 503 })).kind).toBe('unavailable');
        expect((await meets({ kind: 'drop' })).kind).toBe('unavailable');
        const late = await meets({ kind: 'slow', delayMs: 1_200 });
        expect([late.kind, late.maybeApplied, late.retryable]).toEqual(['timeout', false, true]);
      },
    );
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
