// .env.example from the environment's schema. `--check` fails when the file is not what would be written.
import { readFileSync, writeFileSync } from 'node:fs';
import { envSchema } from '#server/platform/env.ts';

const target = new URL('../.env.example', import.meta.url);
const lines = ['# Every setting, with its default. Copy to .env and uncomment what you change.', ''];
for (const [name, field] of Object.entries(envSchema.shape)) {
  if (name === 'NODE_ENV') continue;
  const fallback = field.safeParse(undefined).data;
  const shown = typeof fallback === 'boolean' ? (fallback ? '1' : '0') : (fallback ?? '');
  lines.push(`# ${field.description ?? ''}`, `# ${name}=${shown}`, '');
}
const text = `${lines.join('\n').trim()}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('.env.example is not what the schema says. Run: npm run generate');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
