import { describe, expect, it } from 'vitest';
import type { RunStepView, RunView } from '#server/features/runs/read-run.schema.ts';
import { layoutTimeline } from './layout-timeline.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 8, 0, seconds));

const step = (path: string, position: number, from: number, to: number | null): RunStepView => ({
  path,
  position,
  kind: 'call',
  capability: 'script.run',
  status: to === null ? 'waiting' : 'ok',
  attempt: 1,
  input: null,
  output: null,
  error: null,
  summary: null,
  evidence: [],
  startedAt: at(from),
  finishedAt: to === null ? null : at(to),
});

const view = (steps: RunStepView[], finished: number | null, extra: Partial<RunView> = {}) => ({
  run: { startedAt: at(0), createdAt: at(0), finishedAt: finished === null ? null : at(finished) } as RunView['run'],
  steps,
  wait: null,
  approvals: [],
  ...extra,
});

describe('a timeline', () => {
  it('puts a finished run on one axis from its start to its end', () => {
    const { rows, totalMs } = layoutTimeline(view([step('a', 0, 0, 10), step('b', 1, 10, 40)], 40), at(999));
    expect(totalMs).toBe(40_000);
    expect(rows.map((row) => [row.title, row.leftPercent, row.widthPercent])).toEqual([
      ['a', 0, 25],
      ['b', 25, 75],
    ]);
  });

  it('lets what is still open grow to the present moment', () => {
    const [row] = layoutTimeline(view([step('a', 0, 5, null)], null), at(20)).rows;
    expect(row).toMatchObject({ leftPercent: 25, widthPercent: 75, durationMs: 15_000, isOpen: true });
  });

  it('never leaves the axis, even when clocks disagree or a step took no time', () => {
    const steps = [step('early', 0, -5, 0), step('instant', 1, 40, 40), step('late', 2, 39, 60)];
    for (const row of layoutTimeline(view(steps, 40), at(0)).rows) {
      expect(row.leftPercent).toBeGreaterThanOrEqual(0);
      expect(row.leftPercent + row.widthPercent).toBeLessThanOrEqual(100.0001);
      expect(row.widthPercent).toBeGreaterThan(0);
    }
  });

  it('keeps children under their parent and names a step without an id by what it does', () => {
    const steps = [
      step('proof', 1, 10, 20),
      step('before', 0, 0, 10),
      step('proof/otherwise/0', 2, 20, 30),
      step('note', 3, 30, 40),
    ];
    expect(layoutTimeline(view(steps, 40), at(40)).rows.map((row) => `${row.depth} ${row.title}`)).toEqual([
      '0 before',
      '0 proof',
      '1 script.run',
      '0 note',
    ]);
  });

  it('nests by the steps there are, not by slashes, and loses none', () => {
    const paths = ['0/if', 'simple', 'simple/else/0', 'simple/else/0/assign', 'handed', 'handed/ticket'];
    const steps = paths.map((path, position) => step(path, position, position, position + 1));
    const { rows } = layoutTimeline(view([...steps].reverse(), 9), at(9));
    expect(rows.map((row) => `${row.depth} ${row.path}`)).toEqual([
      '0 0/if',
      '0 simple',
      '1 simple/else/0',
      '2 simple/else/0/assign',
      '0 handed',
      '1 handed/ticket',
    ]);
  });

  it('shows a wait and an approval as rows of their own', () => {
    const wait = { path: 'a', reason: 'job', wakeAt: null, createdAt: at(10) };
    const approval = {
      id: 'x',
      path: 'a',
      status: 'approved',
      decidedBy: 'Ann',
      decidedAt: at(8),
      comment: null,
      createdAt: at(4),
    };
    const { rows } = layoutTimeline(view([step('a', 0, 0, null)], null, { wait, approvals: [approval] }), at(20));
    expect(rows.map((row) => [row.kind, row.leftPercent, row.widthPercent])).toEqual([
      ['step', 0, 100],
      ['approval', 20, 20],
      ['wait', 50, 50],
    ]);
  });

  it('does not divide by nothing for a run that has not begun', () => {
    expect(layoutTimeline(view([], null), at(0))).toMatchObject({ rows: [], totalMs: 1 });
  });
});
