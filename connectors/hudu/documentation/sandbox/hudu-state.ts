// What the Hudu sandbox keeps beside the world: keys, and the switches for what versions do differently.
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export interface HuduQuirks {
  /** lists and records of kinds that the document has bare come wrapped, and the other way round */
  wrapsOtherwise: boolean;
  /** `page_size` is not looked at: always 25 */
  ignoresPageSize: boolean;
  /** names of layouts' fields that an admin has made since */
  extraField: { label: string; field_type: string; value: string } | null;
}

export type HuduState = { quirks: HuduQuirks } & { [key: string]: Json };

export const initialHuduState = (): HuduState => ({
  quirks: { wrapsOtherwise: false, ignoresPageSize: false, extraField: null } satisfies HuduQuirks & {
    [key: string]: Json;
  },
});

export const sandboxKeys = {
  full: 'sandbox-hudu-key-4711',
  /** of one company only */
  narrow: 'sandbox-hudu-key-4712',
  /** works only from the office */
  office: 'sandbox-hudu-key-4713',
} as const;
