// `mspclaw playbook check <file>`: the same checker as in the app.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { capabilityCatalog } from '#server/bus/catalog.ts';
import { checkPlaybook } from '#server/engine/engine.ts';

export async function run(options: { json?: boolean }, [given = '']: string[]): Promise<number> {
  const file = existsSync(given) && statSync(given).isDirectory() ? path.join(given, 'playbook.yaml') : given;
  if (!existsSync(file)) throw new Error(`There is no file ${file}. Name a playbook.yaml or the folder it is in.`);
  const { ok, diagnostics } = checkPlaybook(readFileSync(file, 'utf8'), capabilityCatalog);
  for (const { severity, line, column, message, expected, found, fix } of diagnostics) {
    process.stderr.write(`${file}:${line}:${column} ${severity}: ${message}\n`);
    if (expected) process.stderr.write(`    expected: ${expected}${found ? `, found: ${found}` : ''}\n`);
    if (fix) process.stderr.write(`    fix: ${fix}\n`);
  }
  process.stderr.write(ok ? `${file}: ok\n` : `${file}: not ok\n`);
  if (options.json) process.stdout.write(`${JSON.stringify({ ok, file, diagnostics })}\n`);
  return ok ? 0 : 1;
}
