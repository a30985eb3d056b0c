// What other slices may call.

export { type CandidatePlaybook, findCandidates } from './find-candidates.ts';
export { type HandledAlert, type HandleEventDeps, handleAlert, handleTicket } from './handle-event.ts';
export type {
  IncidentLog,
  PlaybookMatcher,
  StartRun,
  StartRunRequest,
  Triage,
  TriggerAnswer,
} from './incident-ports.ts';
export { createPlaybookMatcher } from './playbook-matcher.ts';
export { settleIncidentOfRun } from './settle-incident.ts';
export { settleStaleIncidents } from './settle-stale-incidents.ts';
export { takeInGoneAlert } from './take-in-alert.ts';
export type { ReadAlert, ReadTicket } from './vendor-facts.ts';
