// A real PostgreSQL (with fsync), migrated, and the receiver as a process, for the suites that kill and measure.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '#scripts/migrate.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts';
import { type Database, openDatabase } from '#server/platform/db/database.ts';
import { createEmbeddedDatabase } from '#server/platform/db/prepare-database.ts';
import { newId } from '#server/platform/ids.ts';
import { createTestConnection, type TestConnection } from './ingest-fixture.ts';

const receiverFile = fileURLToPath(new URL('./receiver-process.ts', import.meta.url));

export class ReceiverStack {
  readonly database: Database;
  port = 0;
  private readonly appUrl: string;
  private readonly dataDir: string;
  private postgres: EmbeddedPostgres;
  private receiver: ChildProcess | undefined;

  private readonly sabotage: string | undefined;

  private constructor(dataDir: string, postgres: EmbeddedPostgres, appUrl: string, sabotage: string | undefined) {
    this.sabotage = sabotage;
    this.dataDir = dataDir;
    this.postgres = postgres;
    this.appUrl = appUrl;
    this.database = openDatabase({ url: appUrl, poolSize: 4, onError: () => {} });
  }

  static async start(sabotage?: string): Promise<ReceiverStack> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-ingest-'));
    const postgres = await startEmbeddedPostgres({ dataDir, port: 0 });
    const ownerUrl = await createEmbeddedDatabase({
      adminUrl: postgres.adminUrl,
      database: 'mspclaw',
      password: 'owner',
    });
    const { appUrl } = await migrate({ ownerUrl, appUrl: undefined, databasePassword: 'app' });
    const stack = new ReceiverStack(dataDir, postgres, appUrl, sabotage);
    await stack.startReceiver();
    return stack;
  }

  async createConnections(count: number): Promise<TestConnection[]> {
    const connections: TestConnection[] = [];
    for (let index = 0; index < count; index++) {
      const orgId = newId();
      await this.database.withTenant({ orgId }, (db) =>
        db.org.create({ data: { id: orgId, slug: `o-${orgId}`, name: 'Load' } }),
      );
      connections.push(await createTestConnection(this.database, { orgId }));
    }
    return connections;
  }

  async startReceiver(): Promise<void> {
    const child = spawn(
      process.execPath,
      [receiverFile, this.appUrl, String(this.port), ...(this.sabotage ? [this.sabotage] : [])],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    this.receiver = child;
    this.port = await new Promise<number>((resolve, reject) => {
      child.stdout?.on('data', (data: Buffer) => {
        const port = /ready (\d+)/.exec(data.toString())?.[1];
        if (port) resolve(Number(port));
      });
      child.once('exit', (code) => reject(new Error(`the receiver ended with ${code}`)));
    });
  }

  async killReceiver(): Promise<void> {
    const child = this.receiver;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  killPostgres(): void {
    process.kill(this.postmasterPid(), 'SIGKILL');
  }

  private postmasterPid(): number {
    return Number(readFileSync(path.join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  async startPostgres(): Promise<void> {
    this.postgres = await startEmbeddedPostgres({ dataDir: this.dataDir, port: this.postgres.port });
  }

  /** CPU time used so far, in ms: tells what a hook costs even on a machine that others keep busy. null off Linux. */
  cpuMs(): { receiver: number; postgres: number } | null {
    if (process.platform !== 'linux' || !this.receiver?.pid) return null;
    const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readStat(name) ?? []) : []));
    const postmaster = this.postmasterPid();
    const ofPostgres = all.filter((one) => one.pid === postmaster || one.parent === postmaster);
    return {
      receiver: all.find((one) => one.pid === this.receiver?.pid)?.cpuMs ?? 0,
      postgres: ofPostgres.reduce((sum, one) => sum + one.cpuMs, 0),
    };
  }

  async stop(): Promise<void> {
    await this.killReceiver();
    await this.database.close().catch(() => {});
    await this.postgres.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** A clock tick is 10 ms on every Linux that matters. */
function readStat(pid: string): { pid: number; parent: number; cpuMs: number }[] | null {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    return [{ pid: Number(pid), parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * 10 }];
  } catch {
    return null;
  }
}
