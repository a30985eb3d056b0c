// What the worker may call.
export { advanceThinking } from './think-about.ts';
export { type TriageDeps, triage } from './triage.ts';
export { triageCategories } from './triage-categories.ts';
export type { TriageSubject } from './triage-subject.ts';
