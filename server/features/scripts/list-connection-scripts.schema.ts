import { z } from 'zod';

export const listConnectionScriptsInput = z.object({ connectionId: z.uuid() });
export type ListConnectionScriptsInput = z.infer<typeof listConnectionScriptsInput>;

/** A variable as the vendor's library must have it. */
export const scriptParameter = z.object({
  name: z.string(),
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  isRequired: z.boolean(),
  /** MSPclaw fills it by itself: RunTag, and CallbackUrl of a wrapped script */
  isOurs: z.boolean(),
  help: z.string(),
});
export type ScriptParameter = z.infer<typeof scriptParameter>;

export const connectionScript = z.object({
  /** exactly as it must be called at the vendor */
  name: z.string(),
  summary: z.string().nullable(),
  os: z.enum(['windows', 'macos', 'linux']),
  language: z.enum(['PowerShell', 'Bash', 'Python', 'Batch', 'other']),
  runAs: z.string(),
  effect: z.enum(['write', 'destructive']),
  file: z.string(),
  sha256: z.string(),
  /** who needs it */
  playbooks: z.array(z.object({ slug: z.string(), title: z.string(), isEnabled: z.boolean() })),
  /** another playbook needs a different script of this name: only one can be right at the vendor */
  isContested: z.boolean(),
  parameters: z.array(scriptParameter),
  /** is it at the vendor? `unknown`: the vendor's library could not be read */
  state: z.enum(['found', 'missing', 'ambiguous', 'unknown']),
  /** the vendor's ids of the scripts of that name */
  vendorIds: z.array(z.string()),
  /** variables that the vendor's script lacks, when the vendor tells its variables */
  missingParameters: z.array(z.string()),
  /** what to do at the vendor, one step per line; empty when it is there and complete */
  steps: z.array(z.string()),
  canWrap: z.boolean(),
});
export type ConnectionScript = z.infer<typeof connectionScript>;

export const connectionScripts = z.object({
  connectionId: z.uuid(),
  connectorName: z.string(),
  /** does this connection run scripts at all? */
  canRun: z.boolean(),
  /** why the vendor's library could not be read; null when it was */
  why: z.string().nullable(),
  /** can devices post results here? False: MSPCLAW_URL is not set to an address that they reach */
  hasCallback: z.boolean(),
  scripts: z.array(connectionScript),
  readAt: z.date(),
});
export type ConnectionScripts = z.infer<typeof connectionScripts>;
