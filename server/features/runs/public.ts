// What other slices may call.

export { listRuns } from './list-runs.ts';
export { findRunNames } from './runs.repository.ts';
export { summarizeRun } from './summarize-run.ts';
