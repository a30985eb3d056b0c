// What other slices may call: leave an entry in the same transaction as what it tells of; say who an actor is.
export { insertAuditEntry as writeAudit } from './audit.repository.ts';
export { nameActors } from './name-actors.ts';
