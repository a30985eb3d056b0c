// A playbook as it comes from a folder, an editor or the marketplace: its YAML and the scripts beside it.
import { z } from 'zod';

export const publishPlaybookInput = z.strictObject({
  source: z.string().min(1).max(200_000),
  /** file as the manifest names it ("scripts/free-disk-space.ps1") -> text */
  files: z.record(z.string().max(200), z.string().max(200_000)).default({}),
  /** false: stored, not started by itself */
  isLive: z.boolean().default(true),
});
export type PublishPlaybookInput = z.input<typeof publishPlaybookInput>;

export const publishPlaybookOutput = z.object({
  playbookId: z.uuid(),
  versionId: z.uuid(),
  slug: z.string(),
  version: z.string(),
  contentHash: z.string(),
  /** false: exactly this was published before */
  isNew: z.boolean(),
});
export type PublishedPlaybook = z.infer<typeof publishPlaybookOutput>;
