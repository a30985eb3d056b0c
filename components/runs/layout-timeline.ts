// Where each step lies on the run's one time axis. Pure: steps, waits and approvals in, rows with percentages out.
import type { RunStepView, RunView } from '#server/features/runs/read-run.schema.ts';

export interface TimelineRow {
  key: string;
  /** a step's path, for the inspector; rows of waits and approvals point at the step they belong to */
  path: string;
  kind: 'step' | 'wait' | 'approval';
  title: string;
  /** nesting: "proof/otherwise/0" lies under "proof" */
  depth: number;
  status: string;
  leftPercent: number;
  widthPercent: number;
  durationMs: number;
  isOpen: boolean;
}

export interface Timeline {
  rows: TimelineRow[];
  totalMs: number;
  /** labelled places on the axis */
  ticks: { leftPercent: number; atMs: number }[];
}

const narrowestPercent = 0.6;

export function layoutTimeline(view: Pick<RunView, 'run' | 'steps' | 'wait' | 'approvals'>, now: Date): Timeline {
  const from = (view.run.startedAt ?? view.run.createdAt).getTime();
  const lastStep = Math.max(from, ...view.steps.map((step) => (step.finishedAt ?? step.startedAt).getTime()));
  const to = Math.max(view.run.finishedAt?.getTime() ?? now.getTime(), lastStep, from + 1);
  const totalMs = to - from;
  const place = (start: Date, end: Date | null) => {
    const begin = clamp(start.getTime() - from, 0, totalMs);
    const finish = clamp((end?.getTime() ?? to) - from, begin, totalMs);
    const widthPercent = Math.max(((finish - begin) / totalMs) * 100, narrowestPercent);
    return {
      leftPercent: Math.min((begin / totalMs) * 100, 100 - widthPercent),
      widthPercent,
      durationMs: finish - begin,
      isOpen: end === null && view.run.finishedAt === null,
    };
  };
  const rows = [...view.steps].sort(byTreeOrder).flatMap((step): TimelineRow[] => {
    const depth = depthOf(step.path);
    const approvals = view.approvals.filter((approval) => approval.path === step.path);
    const wait = view.wait?.path === step.path ? view.wait : null;
    return [
      {
        key: step.path,
        path: step.path,
        kind: 'step',
        title: titleOf(step),
        depth,
        status: step.status,
        ...place(step.startedAt, step.finishedAt),
      },
      ...approvals.map((approval) => ({
        key: `approval ${approval.id}`,
        path: step.path,
        kind: 'approval' as const,
        title: 'Approval',
        depth: depth + 1,
        status: approval.status,
        ...place(approval.createdAt, approval.decidedAt),
      })),
      ...(wait && wait.reason !== 'approval'
        ? [
            {
              key: `wait ${step.path}`,
              path: step.path,
              kind: 'wait' as const,
              title: waitTitle(wait.reason),
              depth: depth + 1,
              status: 'waiting',
              ...place(wait.createdAt, null),
            },
          ]
        : []),
    ];
  });
  return {
    rows,
    totalMs,
    ticks: [0, 25, 50, 75, 100].map((leftPercent) => ({ leftPercent, atMs: (totalMs * leftPercent) / 100 })),
  };
}

/** The order in which the run reached them, but every child directly under its parent. */
function byTreeOrder(a: RunStepView, b: RunStepView): number {
  const [rootA, rootB] = [rootOf(a.path), rootOf(b.path)];
  if (rootA === rootB) return depthOf(a.path) - depthOf(b.path) || a.position - b.position;
  return a.position - b.position;
}

const rootOf = (path: string): string => path.split('/')[0] ?? path;
const depthOf = (path: string): number => (path.includes('/') ? Math.floor(path.split('/').length / 2) : 0);
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The id somebody gave it; a step without one is called by what it does. */
function titleOf(step: Pick<RunStepView, 'path' | 'capability' | 'kind'>): string {
  const last = step.path.split('/').at(-1) ?? step.path;
  return /^\d+$/.test(last) ? (step.capability ?? step.kind) : last;
}

const waitTitles: Record<string, string> = {
  timer: 'Waits for a time',
  job: 'Waits for the script',
  retry: 'Waits to try again',
  decision: 'Waits for a decision',
  event: 'Waits for an event',
};
export const waitTitle = (reason: string): string => waitTitles[reason] ?? `Waits: ${reason}`;
