// What other slices may call.

export { clientSubjects } from './client-subjects.repository.ts';
export { type FoundConflict, findOpenConflicts, saveConflicts } from './conflicts.repository.ts';
export { takeIdentityTurn } from './decisions.repository.ts';
export { describeConflicts } from './describe-conflicts.ts';
export { describeDeviceFacts } from './describe-records.ts';
export { deviceSubjects } from './device-subjects.repository.ts';
export { findMerged, findStanding } from './find-standing.ts';
export { type DeviceFacts, readDeviceFacts } from './identity-facts.ts';
export { listDecisions } from './list-decisions.ts';
export { markGoneClients, markGoneDevices, markGonePeople } from './mark-gone.repository.ts';
export { confidenceOfClient, confidenceOfDevice, type DeviceMatch } from './match-confidence.ts';
export { placeKey } from './subject-store.ts';
export { syncPeople, type VendorPerson } from './sync-people.ts';
export { wordsInForce } from './words-in-force.ts';
