// Everything a process of ours needs before it can start: the secret, a database server, the schema, the
// application's login. Shared by start, dev, demo, doctor and the tests.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createEmbeddedDatabase } from '#server/platform/db/prepare-database.ts';
import type { Env } from '#server/platform/env.ts';
import { deriveKeys, loadSecret } from '#server/platform/secret.ts';
import { ensurePrismaClient } from '../generated.ts';
import { migrate } from '../migrate.ts';
import { startEmbeddedPostgres } from '../postgres/embedded-postgres.ts';
import type { Progress } from './progress.ts';

export interface Stack {
  appUrl: string;
  ownerUrl: string;
  /** what web, worker and sandbox processes get: the application's login, never the owner's */
  childEnv: NodeJS.ProcessEnv;
  isEmbedded: boolean;
  /** ends the embedded server; does nothing to a server of yours */
  stop(): Promise<void>;
}

export async function prepareStack(env: Env, progress: Progress, settings?: Record<string, string>): Promise<Stack> {
  const dataDir = path.resolve(env.MSPCLAW_DATA_DIR);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secret = loadSecret({ secret: env.MSPCLAW_SECRET, dataDir });
  const { databasePassword } = deriveKeys(secret);
  await progress.step('Database client', async (detail) => detail(await ensurePrismaClient()));

  const server = env.DATABASE_URL
    ? undefined
    : await progress.step('PostgreSQL (embedded)', async (detail) => {
        const started = await startEmbeddedPostgres({ dataDir, port: env.MSPCLAW_PG_PORT, settings });
        detail(started.wasStarted ? `started on port ${started.port}` : `was running on port ${started.port}`);
        return started;
      });
  try {
    const ownerUrl = server
      ? await createEmbeddedDatabase({ adminUrl: server.adminUrl, database: 'mspclaw', password: databasePassword })
      : (env.DATABASE_URL ?? '');
    const prepared = await progress.step('Database schema', () =>
      migrate({
        ownerUrl,
        appUrl: env.DATABASE_APP_URL,
        databasePassword,
        retentionDays: env.MSPCLAW_RETENTION_DAYS,
      }),
    );
    const { DATABASE_URL: _owner, ...inherited } = process.env;
    return {
      ...prepared,
      isEmbedded: server !== undefined,
      childEnv: {
        ...inherited,
        MSPCLAW_DATA_DIR: dataDir,
        MSPCLAW_SECRET: secret.toString('base64'),
        DATABASE_APP_URL: prepared.appUrl,
        NEXT_TELEMETRY_DISABLED: '1',
      },
      stop: async () => server?.stop(),
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}
