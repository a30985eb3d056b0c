// What is made from sources before anything can run. Made again only when its source changed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { binOf } from './package-bin.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const clientFolder = path.join(root, 'server/platform/db/generated');

/** The database client from prisma/schema.prisma. */
export async function ensurePrismaClient(): Promise<'made' | 'current'> {
  const source = readFileSync(path.join(root, 'prisma/schema.prisma'));
  const version = readFileSync(path.join(root, 'node_modules/prisma/package.json'));
  const hash = createHash('sha256').update(source).update(version).digest('hex');
  const stamp = path.join(clientFolder, '.source-hash');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 'current';
  await run(process.execPath, [binOf('prisma'), 'generate'], {
    cwd: root,
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  mkdirSync(clientFolder, { recursive: true });
  writeFileSync(stamp, hash);
  return 'made';
}
