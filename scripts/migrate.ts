// Brings a database to the state this version of the code expects: our migrations, the durable engine's schema,
// the application's login. Safe to run again, and by several processes at once.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createAppLogin, type PreparedDatabase, settleRights } from '#server/platform/db/prepare-database.ts';
import { binOf } from './package-bin.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

export interface MigrateOptions {
  ownerUrl: string;
  /** set by an administrator: then no role is made */
  appUrl: string | undefined;
  databasePassword: string;
  /** the least that upkeep must keep; absent: as it was written down before, else 30 days */
  retentionDays?: number;
}

export async function migrate(options: MigrateOptions): Promise<PreparedDatabase> {
  await runTool('prisma', ['migrate', 'deploy'], options.ownerUrl);
  await migrateRuntime(options.ownerUrl);
  await settleRights({ ownerUrl: options.ownerUrl, retentionDays: options.retentionDays });
  const appUrl =
    options.appUrl ?? (await createAppLogin({ ownerUrl: options.ownerUrl, password: options.databasePassword }));
  return { ownerUrl: options.ownerUrl, appUrl };
}

/** Its command takes the address as an argument, which every user of the machine could read, or from a file beside it. */
async function migrateRuntime(ownerUrl: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mspclaw-migrate-'));
  try {
    const config = { name: 'mspclaw', language: 'node', system_database_url: '${DATABASE_URL}' };
    await writeFile(path.join(folder, 'dbos-config.yaml'), JSON.stringify(config));
    await runTool('@dbos-inc/dbos-sdk', ['schema', '--app-role', 'mspclaw_app', '--schema', 'dbos'], ownerUrl, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a package's own command with this Node, wherever npm put it. */
async function runTool(name: string, args: string[], databaseUrl: string, cwd = root): Promise<void> {
  try {
    await run(process.execPath, [binOf(name), ...args], {
      cwd,
      env: { ...process.env, DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      maxBuffer: 16_000_000,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(
      `${name} ${args[0]} failed:\n${`${stdout}\n${stderr}`.replaceAll(databaseUrl, '<database>').trim()}`,
      { cause: error },
    );
  }
}
