// Everything the engine needs from outside, in one bundle.
import type { CapabilityCatalog, CapabilityPort } from './capabilities.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { PeoplePort } from './people.ts';

export interface EnginePorts {
  journal: Journal;
  catalog: CapabilityCatalog;
  capabilities: CapabilityPort;
  people: PeoplePort;
  clock: Clock;
  /** numbered boundaries of a run; tests kill the process at one. A no-op in production. */
  boundary(name: BoundaryName): Promise<void>;
}

export const boundaryNames = [
  'segment-claimed',
  'run-loaded',
  'step-begun',
  'intent-opened',
  'call-sent', // the answer is in memory only
  'intent-settled',
  'step-saved',
  'before-park',
  'parked',
  'before-finish',
  'finished',
] as const;
export type BoundaryName = (typeof boundaryNames)[number];
