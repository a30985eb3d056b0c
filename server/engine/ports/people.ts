// Who gets it when the playbook hands over.
import type { JsonObject, RunRef } from './run-records.ts';

export interface ChosenPerson {
  /** our engineer id; the bus maps it to the PSA's member */
  engineerId: string;
  name: string;
  /** sentences: "knows PowerShell", "tier 2" */
  reasons: string[];
}

export interface PeoplePort {
  /** null = nobody fits; the ticket then stays unassigned and says so */
  choose(run: RunRef, wish: { to: string; facts: JsonObject }): Promise<ChosenPerson | null>;
}
