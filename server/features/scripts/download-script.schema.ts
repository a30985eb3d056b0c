import { z } from 'zod';

export const downloadScriptInput = z.object({
  /** of the playbook */
  slug: z.string().min(1).max(120),
  /** as the playbook names it */
  name: z.string().min(1).max(80),
  /** the same script inside a wrapper that posts exit code and output back; for vendors that keep no output */
  wrapper: z.boolean().default(false),
});
export type DownloadScriptInput = z.infer<typeof downloadScriptInput>;

export const downloadedScript = z.object({
  /** "restart-service.ps1" */
  fileName: z.string(),
  text: z.string(),
  /** of the text, in hex */
  sha256: z.string(),
});
export type DownloadedScript = z.infer<typeof downloadedScript>;
