// What a person may answer when nobody knows whether a side effect happened.
import type { Json } from '../ports/run-records.ts';

export interface UnknownDecision {
  /** retry: it did not happen, send it again. happened: it did. skip: go on without. fail: give the step up. */
  decision: 'retry' | 'happened' | 'skip' | 'fail';
  by: string;
  /** with `happened`: what it gave */
  output: Json;
}

export const decisionTopic = (path: string): string => `decision:${path}`;

const isDecision = (value: Json | undefined): value is UnknownDecision['decision'] =>
  value === 'retry' || value === 'happened' || value === 'skip' || value === 'fail';

/** null = not an answer */
export const readDecision = (payload: Json): UnknownDecision | null => {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null;
  const { decision, by, output } = payload;
  if (!isDecision(decision)) return null;
  return { decision, by: typeof by === 'string' ? by : 'a person', output: output ?? null };
};
