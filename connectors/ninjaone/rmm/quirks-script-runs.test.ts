// What breaks integrations with NinjaOne: scripts. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { ninjaoneRmm } from './connector.ts';
import type { NinjaQuirks } from './sandbox/ninja-state.ts';
import {
  capabilities,
  finish,
  quirk,
  sandbox,
  script,
  startQuirkyNinja,
  user,
  vendor,
} from './testing/quirky-ninja.ts';

startQuirkyNinja();

describe('scripts', () => {
  it.each(['integer', 'id', 'activityId', 'jobUid', 'uuid', 'empty'] as const)(
    'the run call may answer with %s',
    async (runAnswer) => {
      quirk({ runAnswer });
      const tag = newTag();
      const ref = await capabilities['script.run']?.start(user(), script, { tag });
      const result = await finish(JSON.parse(JSON.stringify(ref)) as JobRef);
      expect(result).toMatchObject({ outcome: 'success', exitCode: 0 });
      expect(result.output).toMatch(/WinRM/);
      expect(sandbox.ledger.executionsByTag()[tag]).toBe(1);
    },
  );
  it('the parameters arrive as typed, with the tag', async () => {
    const tag = newTag();
    const on = user();
    const parameters = { service: 'WinRM', keepDays: 14, force: true, path: 'C:\\Temp\\a b' };
    await finish(await capabilities['script.run']?.start(on, { ...script, parameters }, { tag }));
    expect(on.mutations()[0]?.json).toEqual({
      type: 'SCRIPT',
      id: 101,
      runAs: 'system',
      parameters: `-Service "WinRM" -KeepDays 14 -Force "true" -Path "C:\\Temp\\a b" -RunTag "${tag}"`,
    });
    const executed = sandbox.ledger.lines().find((line) => line.tag === tag && line.what === 'executed');
    expect(executed?.parameters).toMatchObject({ Service: 'WinRM', KeepDays: '14', Path: 'C:\\Temp\\a b' });
  });
  it.each([
    ['trailing backslash', { path: 'C:\\' }],
    ['typographic quote', { text: 'a” -Evil “b' }],
    ['our own tag', { runTag: 'mspclaw:other' }],
    ['infinity', { days: Number.POSITIVE_INFINITY }],
    ['too long', Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`p${index}`, 'x'.repeat(500)]))],
  ])('refuses %s before anything is sent', async (_what, parameters) => {
    const on = user();
    const error = await errorOf(capabilities['script.run']?.start(on, { ...script, parameters }, { tag: newTag() }));
    expect([error.kind, on.mutations().length]).toEqual(['invalid-input', 0]);
  });
  it.each([
    ['scriptId', { type: 'SCRIPT', scriptId: 101 }],
    ['SYSTEM', { type: 'SCRIPT', id: 101, runAs: 'SYSTEM' }],
    ['a metacharacter', { type: 'SCRIPT', id: 101, parameters: 'a;b' }],
  ])('the sandbox refuses %s as the vendor does', async (_what, body) => {
    const on = user();
    await ninjaoneRmm.test(on);
    const headers = { authorization: on.sent.at(-1)?.headers?.authorization ?? '', 'content-type': 'application/json' };
    const answer = await fetch(`${vendor.origin}/v2/device/205/script/run`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
  });
  it('a script that fails is a failure with its exit code and its words', async () => {
    const ref = await capabilities['script.run']?.start(
      user(),
      { ...script, parameters: { service: 'Nope' } },
      { tag: newTag() },
    );
    const result = await finish(ref);
    expect(result).toMatchObject({ outcome: 'failure', exitCode: 2 });
    expect(result.output).toContain('Nope');
  });
  it('a script of an unknown name is not found, and nothing is sent', async () => {
    const on = user();
    const error = await errorOf(
      capabilities['script.run']?.start(on, { ...script, script: 'no-such' }, { tag: newTag() }),
    );
    expect([error.kind, on.mutations().length]).toEqual(['not-found', 0]);
  });
  it('the result field may be WYSIWYG', async () => {
    quirk({ resultFieldIsWysiwyg: true });
    expect((await finish(await capabilities['script.run']?.start(user(), script, { tag: newTag() }))).output).toMatch(
      /WinRM/,
    );
  });
  it('the result of another run in the field is not ours', async () => {
    // a device of its own: within a second the feed could not tell it from the runs above
    const quiet = { ...script, device: '201' };
    const ref = await capabilities['script.run']?.start(user(), quiet, { tag: newTag() });
    const other = { ...quiet, script: 'collect-diagnostics', parameters: {} };
    const otherRef = await capabilities['script.run']?.start(user(), other, { tag: newTag() });
    // the other run has overwritten the field by now
    expect((await finish(otherRef)).output).toContain('failedPatches');
    const late = user({ now: () => new Date(Date.now() + 120_000) });
    const result = await finish(ref, late);
    expect([result.outcome, result.output]).toEqual(['success', null]);
  });

  const quietDevices = ['202', '203', '204', '207'];
  const nextQuietDevice = () => quietDevices.shift() ?? '208';
  const withoutField = async (quirks: Partial<NinjaQuirks>) => {
    quirk({ hasResultField: false, runAnswer: 'empty', ...quirks });
    const tag = newTag();
    const ref = await capabilities['script.run']?.start(user(), { ...script, device: nextQuietDevice() }, { tag });
    // the feed alone is believed only after the field had its time
    await eventually(() => sandbox.ledger.executionsByTag()[tag], 'it ran');
    const early = await capabilities['script.run']?.poll(user(), ref ?? {});
    expect(early?.state).toBe('pending');
    return finish(ref, user({ now: () => new Date(Date.now() + 120_000) }));
  };
  it.each([
    ['as an object', {}],
    ['as a bare array', { bareActivities: true }],
    ['with the activity ids the wrong way round', { swapsActivityIds: true }],
  ])('quirk 5: without the field the feed tells the end, late and without output: %s', async (_what, quirks) => {
    const result = await withoutField(quirks);
    expect(result).toMatchObject({ outcome: 'success', output: null });
    expect(result.finishedAt).toMatch(/Z$/);
  });
  it('two runs of the same script at once are not mistaken for each other in the feed, and wait for no field that the other wrote over', async () => {
    quirk({ hasResultField: false, runAnswer: 'empty' });
    const quiet = { ...script, device: '209' };
    const refs = await Promise.all(
      [newTag(), newTag()].map(async (tag) => capabilities['script.run']?.start(user(), quiet, { tag })),
    );
    const events = async () =>
      (await capabilities['device.events']?.run(user(), { device: '209', limit: 50 }, { tag: '' }))?.items;
    await eventually(async () => {
      const completed = (await events())?.filter((item) => item.kind === 'script.completed');
      return completed?.length === 2 ? true : undefined;
    }, 'the feed shows the end of both');
    const late = user({ now: () => new Date(Date.now() + 120_000) });
    for (const ref of refs) {
      expect((await capabilities['script.run']?.poll(user(), ref ?? {}))?.state).toBe('pending');
      const progress = await capabilities['script.run']?.poll(late, ref ?? {});
      // both ended well, so ours did
      expect(progress).toMatchObject({ state: 'done', output: { outcome: 'success', output: null, startedAt: null } });
    }
  });
  it('a run somebody started by hand is never taken for ours after a crash', async () => {
    quirk({ hasResultField: false });
    const tag = newTag();
    const notBefore = new Date();
    const ref = await capabilities['script.run']?.start(user(), script, { tag: newTag() });
    expect(ref).toBeDefined();
    await eventually(async () => {
      const { items = [] } =
        (await capabilities['device.events']?.run(user(), { device: '205', limit: 5 }, { tag: '' })) ?? {};
      return items.some((item) => item.kind === 'script.completed') ? true : undefined;
    }, 'the feed shows it');
    expect(await capabilities['script.run']?.reconcile(user(), script, { tag, notBefore })).toEqual({ found: false });
  });
});
