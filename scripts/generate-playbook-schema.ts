// The JSON Schema of the playbook language, for editors and CI, from the engine's own schema. `--check` fails on drift.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { playbookDocumentSchema } from '#server/engine/spec/playbook-schema.ts';

const target = new URL('../playbooks/schema/playbook.schema.json', import.meta.url);
const schema = z.toJSONSchema(playbookDocumentSchema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
const text = `${JSON.stringify({ title: 'MSPclaw playbook (mspclaw/v1)', ...schema }, null, 2)}\n`;
// The content counts, not the line breaks: a formatter may have been at the file.
const contentOf = (json: string): string => JSON.stringify(JSON.parse(json));

if (process.argv.includes('--check')) {
  if (!existsSync(target) || contentOf(readFileSync(target, 'utf8')) !== contentOf(text)) {
    console.error('playbooks/schema/playbook.schema.json is not what the schema says. Run: npm run generate');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
