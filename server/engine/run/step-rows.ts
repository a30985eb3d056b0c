// What a step gives its row: at its beginning, and at its end.
import type { Json, StepError } from '../ports/run-records.ts';

export interface NewStep {
  path: string;
  kind: string;
  capability?: string;
  input: Json;
  state?: Json;
}

export interface StepResult {
  status: 'ok' | 'failed' | 'skipped';
  output?: Json;
  error?: StepError;
  summary: string | null;
  evidence?: string[];
}
