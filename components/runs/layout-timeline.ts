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
  const rows = inTreeOrder(view.steps).flatMap(([step, depth]): TimelineRow[] => {
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

/** Depth first: in the order in which the run reached them, every child directly under its parent. */
function inTreeOrder(steps: readonly RunStepView[], parent: string | null = null, depth = 0): [RunStepView, number][] {
  const paths = new Set(steps.map((step) => step.path));
  return steps
    .filter((step) => parentOf(step.path, paths) === parent)
    .sort((a, b) => a.position - b.position || a.startedAt.getTime() - b.startedAt.getTime())
    .flatMap((step) => [[step, depth], ...inTreeOrder(steps, step.path, depth + 1)]);
}

/** The nearest step that this one lies within; segments such as "otherwise" and "0" are places, not steps. */
function parentOf(path: string, paths: ReadonlySet<string>): string | null {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (paths.has(path.slice(0, at))) return path.slice(0, at);
  }
  return null;
}

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
