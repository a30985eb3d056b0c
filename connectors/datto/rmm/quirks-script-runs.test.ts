// Quick jobs: named by our tag, late, without an exit code, and never twice.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { capabilities, context, device, finish, quirk, sandbox, startDatto } from './testing/datto-bed.ts';

startDatto();
const run = capabilities['script.run'];
const input = () => ({
  device: device('ACME-WS-014').uid,
  script: 'restart-service',
  parameters: { service: 'WinRM' },
});

describe('quick jobs', () => {
  it('carry our tag as their name, and their values under the names that the component declares', async () => {
    const tag = newTag();
    const on = context();
    await finish(await run?.start(on, { ...input(), parameters: { SERVICE: 'WinRM' } }, { tag }));
    const script = sandbox.world.state.scripts.find((one) => one.name === 'restart-service');
    expect(on.mutations().map((one) => [one.method, one.json])).toEqual([
      [
        'PUT',
        {
          jobName: tag,
          jobComponent: {
            componentUid: script?.uid,
            variables: [
              { name: 'service', value: 'WinRM' },
              { name: 'runTag', value: tag },
            ],
          },
        },
      ],
    ]);
    expect(sandbox.ledger.executionsByTag()[tag]).toBe(1);
  });
  it('end with what they wrote, and no exit code', async () => {
    const result = await finish(await run?.start(context(), input(), { tag: newTag() }));
    expect(result).toMatchObject({ outcome: 'success', exitCode: null, finishedAt: null });
    expect(result.output).toMatch(/WinRM/);
    const failed = await finish(
      await run?.start(context(), { ...input(), parameters: { service: 'Nope' } }, { tag: newTag() }),
    );
    expect(failed).toMatchObject({ outcome: 'failure', exitCode: null });
    expect(failed.output).toContain('Nope');
  });
  it('may be unknown on their device for long: that is waiting, not failing', async () => {
    quirk({ jobDelayMs: 60_000 });
    const ref = await run?.start(context(), input(), { tag: newTag() });
    expect(await run?.poll(context(), ref ?? {})).toEqual({ state: 'pending', pollAfterMs: 15_000 });
  });
  it('that are gone themselves are said to be gone, instead of waited for', async () => {
    const ref = { jobUid: '00000000-0000-4000-8000-00000000beef', deviceUid: device('ACME-WS-014').uid };
    const madeAgo = (ms: number) => ({ ...ref, startedAt: new Date(Date.now() - ms).toISOString() });
    for (const gone of [ref, madeAgo(10 * 60_000)]) {
      const error = await errorOf(run?.poll(context(), gone));
      expect(error.kind).toBe('not-found');
      expect(error.message).toContain('Whether it ran is not known');
    }
    expect(await run?.poll(context(), madeAgo(1_000))).toEqual({ state: 'pending', pollAfterMs: 15_000 });
  });
  it.each([
    ['Expired', 'cancelled', null],
    ['Retired', 'cancelled', null],
    ['Warning', 'success', /WinRM/],
  ])('%s is %s', async (jobStatus, outcome, output) => {
    quirk({ jobStatus });
    const ref = await run?.start(context(), input(), { tag: newTag() });
    await eventually(() => (sandbox.world.state.scriptRuns.at(-1)?.state === 'finished' ? true : undefined), 'it ran');
    const result = await finish(ref);
    expect(result.outcome).toBe(outcome);
    if (output) expect(result.output).toMatch(output);
    else expect(result.output).toBeNull();
  });
  it('a word for the state that nobody knows yet is waited out', async () => {
    quirk({ jobStatus: 'Pondering' });
    const ref = await run?.start(context(), input(), { tag: newTag() });
    await eventually(() => (sandbox.world.state.scriptRuns.at(-1)?.state === 'finished' ? true : undefined), 'it ran');
    expect((await run?.poll(context(), ref ?? {}))?.state).toBe('pending');
  });
  it('a value without a variable would be lost without a word, so it is refused before anything starts', async () => {
    const on = context();
    const wrong = { ...input(), parameters: { service: 'WinRM', force: true } };
    const error = await errorOf(run?.start(on, wrong, { tag: newTag() }));
    expect([error.kind, on.mutations()]).toEqual(['invalid-input', []]);
    expect(error.message).toContain('has no variable "force"');
  });
  it('a component that the user does not see is not found, and nothing is sent', async () => {
    const on = context();
    const error = await errorOf(run?.start(on, { ...input(), script: 'no-such' }, { tag: newTag() }));
    expect([error.kind, on.mutations()]).toEqual(['not-found', []]);
  });
});

describe('after a crash', () => {
  const reconcile = (tag: string) =>
    run?.reconcile(context(), input(), { tag, notBefore: new Date(Date.now() - 1_000) });
  it('a job is found by its name in the activity log; a colleague’s job is not ours', async () => {
    const tag = newTag();
    const ref = await run?.start(context(), input(), { tag });
    const other = await run?.start(context(), input(), { tag: newTag() });
    const found = await eventually(async () => {
      const answer = await reconcile(tag);
      return answer?.found ? answer.job : undefined;
    }, 'the log shows it');
    expect(ref).toMatchObject(found);
    expect(found).not.toEqual(other);
    expect(await reconcile(newTag())).toEqual({ found: false });
  });
  it('a job on another device is not ours, even under our name', async () => {
    const tag = newTag();
    await run?.start(context(), { ...input(), device: device('ACME-WS-010').uid }, { tag });
    const elsewhere = { ...input(), device: device('ACME-WS-010').uid };
    const notBefore = new Date(Date.now() - 1_000);
    await eventually(async () => {
      const answer = await run?.reconcile(context(), elsewhere, { tag, notBefore });
      return answer?.found ? answer : undefined;
    }, 'the log shows it');
    expect(await reconcile(tag)).toEqual({ found: false });
  });
  it('a job that the log names without its id is never started again: a person looks', async () => {
    quirk({ logHidesJobUid: true });
    const tag = newTag();
    await run?.start(context(), input(), { tag });
    const error = await eventually(
      () =>
        reconcile(tag)?.then(
          () => undefined,
          (thrown: { kind: string; maybeApplied: boolean; message: string }) => thrown,
        ),
      'the log shows it',
    );
    expect([error.kind, error.maybeApplied]).toEqual(['conflict', true]);
    expect(error.message).toContain('do not start it again');
  });
  it('the log is walked back over its pages', async () => {
    const tag = newTag();
    const ref = await run?.start(context(), input(), { tag });
    for (let count = 0; count < 150; count++) {
      await run?.start(context(), { ...input(), script: 'collect-diagnostics', parameters: {} }, { tag: newTag() });
    }
    const found = await eventually(async () => {
      const on = context();
      const answer = await run?.reconcile(on, input(), { tag, notBefore: new Date(Date.now() - 60_000) });
      return answer?.found ? { job: answer.job, asked: on.sent.length } : undefined;
    }, 'the log shows it');
    expect(ref).toMatchObject(found.job);
    expect(found.asked).toBeGreaterThan(2);
  });
});
