// One child of the supervisor: started, watched, started again after a crash, ended with everything else.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const exitWithParent = new URL('./exit-with-parent.mjs', import.meta.url).href;

export interface ChildOptions {
  name: string;
  /** a TypeScript or JavaScript file, run by this very Node */
  file: string;
  args?: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** begin again when it dies by itself */
  restart: boolean;
  /** the JSON line by which it says that it is ready; others go to `onLine` */
  readyKey: string;
  onLine(name: string, line: string): void;
  /** how long it may take to end after SIGTERM */
  graceMs?: number;
}

export interface Child<Ready = Record<string, unknown>> {
  name: string;
  ready: Ready;
  pid: () => number | undefined;
  stop(): Promise<void>;
}

/** Resolves when the child printed its ready line. @throws when it ends before that, with the last lines it printed */
export async function startChild<Ready = Record<string, unknown>>(options: ChildOptions): Promise<Child<Ready>> {
  let process_: ChildProcess | undefined;
  let isStopping = false;
  let failures = 0;

  const launch = (): Promise<Ready> =>
    new Promise((resolve, reject) => {
      const tail: string[] = [];
      let isReady = false;
      const child = spawn(
        process.execPath,
        [...['--enable-source-maps', '--import', exitWithParent, options.file], ...(options.args ?? [])],
        {
          cwd: options.cwd,
          env: options.env,
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
          // its own process group: Ctrl-C reaches the supervisor alone, which ends the children in order
          detached: process.platform !== 'win32',
        },
      );
      process_ = child;
      const onLine = (line: string) => {
        tail.push(line);
        if (tail.length > 30) tail.shift();
        const ready = isReady ? undefined : parseReady<Ready>(line, options.readyKey);
        if (ready === undefined) return options.onLine(options.name, line);
        isReady = true;
        resolve(ready);
      };
      splitLines(child.stdout, onLine);
      splitLines(child.stderr, onLine);
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        if (isStopping) return;
        const how = signal ?? `exit code ${code}`;
        if (!isReady)
          return reject(new Error(`${options.name} ended (${how}) before it was ready:\n${tail.join('\n')}`));
        options.onLine(options.name, `ended by itself (${how})`);
        if (options.restart) void relaunch();
      });
    });

  const relaunch = async (): Promise<void> => {
    while (!isStopping) {
      failures += 1;
      await sleep(Math.min(250 * 2 ** failures, 10_000));
      if (isStopping) return;
      try {
        await launch();
        failures = 0;
        options.onLine(options.name, 'started again');
        return;
      } catch (error) {
        options.onLine(options.name, String(error));
      }
    }
  };

  const ready = await launch();
  return {
    name: options.name,
    ready,
    pid: () => process_?.pid,
    async stop() {
      isStopping = true;
      const child = process_;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), options.graceMs ?? 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

function parseReady<Ready>(line: string, key: string): Ready | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return key in value ? (value as Ready) : undefined;
  } catch {
    return undefined;
  }
}

function splitLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) onLine(line);
  });
}
