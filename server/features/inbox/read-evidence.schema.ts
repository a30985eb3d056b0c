import { z } from 'zod';
import { evidenceSummary } from './read-incident.schema.ts';

export const readEvidenceInput = z.object({ evidenceId: z.uuid() });
export const evidenceView = evidenceSummary.extend({
  connectionName: z.string().nullable(),
  request: z.unknown(),
  answer: z.unknown(),
});
export type EvidenceView = z.infer<typeof evidenceView>;
