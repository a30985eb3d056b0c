// `mspclaw doctor`: what is wrong with this machine or installation, and what to type about it.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import type { Env } from '#server/platform/env.ts';
import { loadSecret } from '#server/platform/secret.ts';
import { findPostgresBinaries } from '../postgres/embedded-postgres.ts';
import { readEnv, root } from './read-env.ts';

interface Finding {
  check: string;
  ok: boolean;
  detail: string;
  fix?: string;
}

type Check = (env: Env) => Promise<Omit<Finding, 'check'>>;

const checks: Record<string, Check> = {
  'Node.js': async () => {
    const [major = 0] = process.versions.node.split('.').map(Number);
    return major >= 24
      ? { ok: true, detail: `${process.version}, brought by npm` }
      : {
          ok: false,
          detail: process.version,
          fix: 'npm install   (not with --omit=optional: Node 24 is an optional package)',
        };
  },
  Packages: async () => {
    const missing = ['next', 'pg', 'prisma', '@dbos-inc/dbos-sdk'].filter(
      (name) => !existsSync(path.join(root, 'node_modules', name)),
    );
    return missing.length === 0
      ? { ok: true, detail: 'installed' }
      : { ok: false, detail: `missing: ${missing.join(', ')}`, fix: 'npm install' };
  },
  'Data folder': async (env) => {
    const folder = path.resolve(env.MSPCLAW_DATA_DIR);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
      loadSecret({ secret: env.MSPCLAW_SECRET, dataDir: folder });
      return { ok: true, detail: `${folder} is writable, the installation's secret is there` };
    } catch (error) {
      return {
        ok: false,
        detail: messageOf(error),
        fix: `chown -R $(id -un) ${folder}   or set MSPCLAW_DATA_DIR to a folder of yours`,
      };
    }
  },
  Database: (env) => (env.DATABASE_URL ? checkGivenDatabase(env.DATABASE_URL) : checkEmbeddedDatabase()),
  Port: async (env) => {
    const isFree = await canListen(env.PORT, env.MSPCLAW_HOST);
    if (isFree) return { ok: true, detail: `${env.MSPCLAW_HOST}:${env.PORT} is free` };
    const isOurs = await answersHealth(env);
    return isOurs
      ? { ok: true, detail: `MSPclaw is running on ${env.PORT}` }
      : { ok: false, detail: `${env.PORT} is taken by another program`, fix: 'PORT=3001 npm start' };
  },
  'Webhook address': async (env) =>
    env.MSPCLAW_URL || env.MSPCLAW_SANDBOX
      ? { ok: true, detail: env.MSPCLAW_URL ?? 'sandbox vendors post to this machine' }
      : {
          ok: false,
          detail: 'vendors do not know where to post',
          fix: 'set MSPCLAW_URL to the https address that reaches this installation',
        },
  Model: async (env) =>
    env.MSPCLAW_MODEL
      ? { ok: true, detail: env.MSPCLAW_MODEL }
      : { ok: true, detail: 'none configured: triage works by rules, knowledge and history (MSPCLAW_MODEL adds one)' },
};

export async function run(options: { json?: boolean }): Promise<number> {
  let env: Env;
  try {
    env = readEnv();
  } catch (error) {
    return report(
      [{ check: 'Environment', ok: false, detail: messageOf(error), fix: 'correct it in .env or in the shell' }],
      options.json,
    );
  }
  const findings: Finding[] = [];
  for (const [check, look] of Object.entries(checks)) findings.push({ check, ...(await look(env)) });
  return report(findings, options.json);
}

function report(findings: Finding[], json = false): number {
  const ok = findings.every((finding) => finding.ok);
  for (const { check, ok: isFine, detail, fix } of findings) {
    process.stderr.write(`${isFine ? '✓' : '✗'} ${check}: ${detail}\n${fix ? `    fix: ${fix}\n` : ''}`);
  }
  if (json) process.stdout.write(`${JSON.stringify({ ok, findings })}\n`);
  return ok ? 0 : 1;
}

async function checkGivenDatabase(url: string): Promise<Omit<Finding, 'check'>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; may: boolean }>(
      `SELECT current_setting('server_version_num')::int AS version, rolcreaterole OR rolsuper AS may FROM pg_roles WHERE rolname = current_user`,
    );
    const { version = 0, may = false } = rows[0] ?? {};
    if (version < 150_000) return { ok: false, detail: `server version ${version}`, fix: 'use PostgreSQL 15 or later' };
    if (!may)
      return {
        ok: false,
        detail: 'the role in DATABASE_URL may not create roles',
        fix: 'ALTER ROLE <name> CREATEROLE, or make the application role yourself and set DATABASE_APP_URL',
      };
    return { ok: true, detail: `yours, server version ${Math.floor(version / 10_000)}` };
  } catch (error) {
    return {
      ok: false,
      detail: messageOf(error),
      fix: 'check host, port, user, password and database name in DATABASE_URL',
    };
  } finally {
    await client.end().catch(() => {});
  }
}

async function checkEmbeddedDatabase(): Promise<Omit<Finding, 'check'>> {
  try {
    findPostgresBinaries();
    return { ok: true, detail: 'embedded PostgreSQL is installed' };
  } catch (error) {
    return { ok: false, detail: messageOf(error), fix: 'npm install   or set DATABASE_URL' };
  }
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

async function answersHealth(env: Env): Promise<boolean> {
  const answer = await fetch(`http://${env.MSPCLAW_HOST}:${env.PORT}/api/health`, {
    signal: AbortSignal.timeout(2_000),
  }).catch(() => undefined);
  return answer?.ok === true;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
