// The shapes of a run that other slices show.
export { named, type RunStatus, type RunSummary, runStatus, runStatuses, runSummary } from './list-runs.schema.ts';
