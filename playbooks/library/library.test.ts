// Every playbook of the library: checked, its scripts pinned, its cases run.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { checkPlaybook, matchTriggers, sha256Hex } from '#server/engine/engine.ts';
import { EngineWorld } from '#server/engine/testing/engine-world.ts';
import { makeCatalog } from '#server/engine/testing/make-catalog.ts';

const caseSchema = z.strictObject({
  title: z.string(),
  facts: z.record(z.string(), z.json()),
  inputs: z.record(z.string(), z.json()).default({}),
  /** by capability, one answer per question; the last one repeats */
  answers: z.record(z.string(), z.array(z.json()).min(1)).default({}),
  approve: z.enum(['approved', 'denied']).optional(),
  /** started by name: what the triggers say is still checked, and then it runs */
  isByHand: z.boolean().default(false),
  expect: z.strictObject({
    fires: z.boolean(),
    why: z.string().optional(),
    status: z.string().optional(),
    trace: z.array(z.string()).optional(),
    done: z.array(z.string()).optional(),
    texts: z.array(z.string()).default([]),
  }),
});

const library = import.meta.dirname;
const catalog = makeCatalog(capabilityContracts);
const slugs = readdirSync(library, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const minimumCases = 3;

describe.each(slugs)('playbook %s', (slug) => {
  const folder = `${library}/${slug}`;
  const source = readFileSync(`${folder}/playbook.yaml`, 'utf8');
  const checked = checkPlaybook(source, catalog);

  it('passes the check without a word', () => {
    expect(checked.diagnostics).toEqual([]);
    expect(checked.playbook?.head.name).toBe(slug);
  });

  it('pins each script by its hash and ships no other', () => {
    const scripts = Object.values(checked.playbook?.head.needs.scripts ?? {});
    for (const script of scripts) {
      expect(sha256Hex(readFileSync(`${folder}/${script.file}`, 'utf8')), script.file).toBe(script.sha256);
    }
    expect(scripts.map((script) => script.file).sort()).toEqual(
      (existsSync(`${folder}/scripts`) ? readdirSync(`${folder}/scripts`) : []).map((name) => `scripts/${name}`).sort(),
    );
  });

  const cases = readdirSync(`${folder}/cases`);
  it('has cases enough, one that does not fire among them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(minimumCases);
    expect(cases.some((name) => name.startsWith('refused'))).toBe(true);
  });

  it.each(cases)('case %s', async (name) => {
    const test = caseSchema.parse(parse(readFileSync(`${folder}/cases/${name}`, 'utf8')));
    if (checked.playbook === null) throw new Error('it did not pass the check');
    const verdict = matchTriggers(checked.playbook, { ...test.facts, inputs: test.inputs });
    expect(verdict.fires, verdict.why).toBe(test.expect.fires);
    if (!verdict.fires) {
      expect(verdict.why).toContain(test.expect.why);
      if (!test.isByHand) return;
    }
    const world = new EngineWorld(catalog);
    for (const [capability, answers] of Object.entries(test.answers)) {
      world.vendor.answers[capability] = (_args, times) => answers[Math.min(times, answers.length) - 1] ?? null;
    }
    const run = await world.start(source, test.facts, test.inputs);
    // An hour: nobody answers an approval in the meantime, and it does not run out.
    await world.pass(3_600_000);
    if (test.approve !== undefined) {
      await world.decide(run, test.approve);
      await world.pass(3_600_000);
    }
    expect(world.trace(run)).toEqual(test.expect.trace);
    expect(world.status(run), world.outcome(run)).toBe(test.expect.status);
    expect(world.vendor.done.map((entry) => entry.capability)).toEqual(test.expect.done);
    const said = JSON.stringify([world.outcome(run), [...world.stored(run).steps.values()]]);
    for (const text of test.expect.texts) expect(said).toContain(JSON.stringify(text).slice(1, -1));
  });
});
