// What a call remembers between segments, kept in its row.
import type { Json, JsonObject } from '../ports/run-records.ts';

export interface CallState {
  phase: 'calling' | 'job' | 'deciding';
  /** when the step began; its timeout counts from here */
  firstAt: string;
  /** failures in a row; decides the pause */
  failures: number;
  job: Json;
  /** keys of the decisions already acted on */
  used: string[];
}

export const newCallState = (firstAt: string): CallState => ({
  phase: 'calling',
  firstAt,
  failures: 0,
  job: null,
  used: [],
});

export const readCallState = (state: Json, firstAt: string): CallState => {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return newCallState(firstAt);
  return {
    phase: state.phase === 'job' || state.phase === 'deciding' ? state.phase : 'calling',
    firstAt: typeof state.firstAt === 'string' ? state.firstAt : firstAt,
    failures: typeof state.failures === 'number' ? state.failures : 0,
    job: state.job ?? null,
    used: Array.isArray(state.used) ? state.used.filter((key) => typeof key === 'string') : [],
  };
};

export const writeCallState = (state: CallState): JsonObject => ({ ...state });
