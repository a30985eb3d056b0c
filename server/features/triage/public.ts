// What the worker may call.
export { advanceThinking } from './think-about-incident.ts';
export { type TriageDeps, triageIncident } from './triage-incident.ts';
