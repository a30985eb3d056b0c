// Before a connection is saved: the catalogue, the form as it is typed, the first look at what is there.
import { z } from 'zod';
import { connectorSystem, createConnectionInput, testResult } from './connection.schema.ts';

export const catalogueEntryView = z.object({
  id: z.string(),
  name: z.string(),
  vendor: z.string(),
  systems: z.array(z.union([connectorSystem, z.enum(['backup', 'network', 'inspection'])])),
  summary: z.string(),
  api: z.enum(['public', 'documented by others', 'none found']),
  could: z.array(z.string()),
  missing: z.array(z.string()),
});
export type CatalogueEntryView = z.infer<typeof catalogueEntryView>;

const form = createConnectionInput.pick({ connector: true, settings: true, secrets: true });

/** A mutation, so that what is typed never becomes part of an address. Nothing leaves this installation. */
export const checkFormInput = form;
export type CheckFormInput = z.infer<typeof checkFormInput>;
/** field -> what is wrong with it */
export const checkFormOutput = z.object({ problems: z.record(z.string(), z.string()) });

/** Asks the vendor with what is typed; saves nothing. */
export const probeInput = form.extend({
  /** of an earlier look at the very same form */
  probeId: z.uuid().nullish(),
});
export type ProbeInput = z.infer<typeof probeInput>;
export const samplePart = z.object({
  what: z.enum(['clients', 'devices', 'tickets']),
  items: z.array(z.object({ id: z.string(), name: z.string(), detail: z.string().nullable() })),
  hasMore: z.boolean(),
  why: z.string().nullable(),
});
export type SamplePartView = z.infer<typeof samplePart>;
export const probeOutput = testResult.extend({
  sample: z.array(samplePart),
  /** saving with it asks the vendor no second time */
  probeId: z.uuid(),
});
export type ProbeOutput = z.infer<typeof probeOutput>;

/** Connectors whose simulated vendor runs here. */
export const sandboxesOutput = z.array(z.string());
export const trySandboxInput = z.object({ connector: z.string().max(100) });
export type TrySandboxInput = z.infer<typeof trySandboxInput>;
export const trySandboxOutput = z.object({ connectionId: z.uuid(), wasThere: z.boolean() });
