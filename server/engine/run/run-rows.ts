// The journaled rows of a run, as last read and as written since.
import type { LoadedRun } from '../ports/journal.ts';
import type { IntentRecord, Json, RunRecord, StepRecord } from '../ports/run-records.ts';

export const intentKey = (path: string, attempt: number): string => `${path}#${attempt}`;

export class RunRows {
  protected loaded: LoadedRun;
  protected steps = new Map<string, StepRecord>();
  protected intents = new Map<string, IntentRecord>();

  constructor(loaded: LoadedRun) {
    this.loaded = loaded;
    this.replaceRows(loaded);
  }

  protected replaceRows(loaded: LoadedRun): void {
    this.loaded = loaded;
    this.steps = new Map(loaded.steps.map((step) => [step.path, step]));
    this.intents = new Map(loaded.intents.map((intent) => [intentKey(intent.path, intent.attempt), intent]));
  }

  get run(): RunRecord {
    return this.loaded.run;
  }

  get records(): StepRecord[] {
    return [...this.steps.values()].sort((a, b) => a.position - b.position);
  }

  record(path: string): StepRecord | undefined {
    return this.steps.get(path);
  }

  intent(path: string, attempt: number): IntentRecord | undefined {
    return this.intents.get(intentKey(path, attempt));
  }

  /** Is a side effect of this step, or of a part of it, under way with nothing known about it? */
  hasOpenIntent(path: string): boolean {
    return [...this.intents.values()].some(
      (intent) => intent.outcome === null && (intent.path === path || intent.path.startsWith(`${path}/`)),
    );
  }

  fact(name: string): Json {
    return this.run.facts[name] ?? null;
  }

  /** Keep the row in mind without writing it: somebody writes it together with something else. */
  remember(record: StepRecord): void {
    this.steps.set(record.path, record);
  }

  rememberIntent(intent: IntentRecord): void {
    this.intents.set(intentKey(intent.path, intent.attempt), intent);
  }

  isFinal(record: StepRecord): boolean {
    return record.status === 'ok' || record.status === 'failed' || record.status === 'skipped';
  }
}
