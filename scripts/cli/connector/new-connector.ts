// `npm run new connector <vendor>/<product>`
import path from 'node:path';
import { root } from '../read-env.ts';
import { scaffoldConnector } from './scaffold-connector.ts';

export async function run(options: { into?: string; json?: boolean }, [id = '']: string[]): Promise<number> {
  const made = scaffoldConnector(id, { root, ...(options.into ? { into: path.resolve(options.into) } : {}) });
  const folder = path.relative(root, made.folder).replaceAll('\\', '/');
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ok: true, folder, files: made.files })}\n`);
    return 0;
  }
  process.stdout.write(
    [
      `Made ${folder}: ${made.files.length} files over a toy vendor. It keeps the contract already:`,
      '',
      `  npx vitest run ${folder}`,
      '',
      'Then replace the toy by the real API, call by call: docs/guides/write-a-connector.md.',
      `Before a pull request: npm run generate, and _standards/connector-checklist.md.`,
      '',
    ].join('\n'),
  );
  return 0;
}
