// What the IT Glue sandbox keeps beside the world: keys, and the switches for what accounts do differently.
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export interface ItGlueQuirks {
  /**
   * Which filter opens folders. `null`: "=null" gives everything. `ne`: "=null" gives the top folder, "[ne]" the others.
   * `refused`: this account's keys have neither.
   */
  folderFilter: 'null' | 'ne' | 'refused';
  /** the status inside an error body */
  errorStatus: 'number' | 'word';
  /** the list says nothing of the next page */
  hasMeta: boolean;
  /** an admin renamed the field "Product" to "Solution": keys follow names */
  hasRenamedField: boolean;
  /** times are days */
  hasDaysOnly: boolean;
}

export type ItGlueState = { quirks: ItGlueQuirks } & { [key: string]: Json };

export const initialItGlueState = (): ItGlueState => ({
  quirks: {
    folderFilter: 'null',
    errorStatus: 'number',
    hasMeta: true,
    hasRenamedField: false,
    hasDaysOnly: false,
  } satisfies ItGlueQuirks & { [key: string]: Json },
});

export const sandboxKeys = {
  full: 'ITG.sandbox-key-4711-of-the-whole-account',
  /** sees nothing of Harbor Logistics */
  narrow: 'ITG.sandbox-key-4712-of-three-clients',
  /** works only from the office */
  office: 'ITG.sandbox-key-4713-of-the-office',
} as const;
