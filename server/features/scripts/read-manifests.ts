// What a playbook's text says of its scripts, beside the files that were stored with it. Pure.
import { parse } from 'yaml';
import { z } from 'zod';
import type { InstalledPlaybook } from './scripts.repository.ts';

const parameterTypes = ['string', 'integer', 'number', 'boolean'] as const;

const manifest = z.object({
  os: z.enum(['windows', 'macos', 'linux']),
  file: z.string(),
  sha256: z.string(),
  effect: z.enum(['write', 'destructive']).default('destructive'),
  summary: z.string().nullish(),
  parameters: z
    .record(z.string(), z.object({ type: z.enum(parameterTypes), required: z.boolean().default(false) }))
    .default({}),
});
const source = z.object({ needs: z.object({ scripts: z.record(z.string(), manifest).default({}) }).optional() });
const stored = z.record(z.string(), z.object({ text: z.string() }));

export interface CarriedScript {
  name: string;
  os: 'windows' | 'macos' | 'linux';
  file: string;
  sha256: string;
  effect: 'write' | 'destructive';
  summary: string | null;
  parameters: { name: string; type: (typeof parameterTypes)[number]; isRequired: boolean }[];
  text: string;
}

/** A published playbook passed the check; one that cannot be read all the same has no scripts here. */
export function readScripts(playbook: Pick<InstalledPlaybook, 'source' | 'scripts'>): CarriedScript[] {
  const read = source.safeParse(parsed(playbook.source));
  const files = stored.safeParse(playbook.scripts);
  if (!read.success || !files.success) return [];
  return Object.entries(read.data.needs?.scripts ?? {}).flatMap(([name, script]) => {
    const file = Object.hasOwn(files.data, name) ? files.data[name] : undefined;
    if (!file) return [];
    const parameters = Object.entries(script.parameters).map(([parameter, { type, required }]) => ({
      name: parameter,
      type,
      isRequired: required,
    }));
    return [{ ...script, name, summary: script.summary ?? null, parameters, text: file.text }];
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return null;
  }
}
