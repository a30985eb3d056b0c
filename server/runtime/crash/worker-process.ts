// A crash worker as the suite holds it: started, listened to, killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CrashOrders, WorkerLine } from './crash-worker.ts';

const entry = fileURLToPath(new URL('./crash-worker.ts', import.meta.url));

export class WorkerProcess {
  readonly ready: Promise<string>;
  /** it is about to kill or pause itself */
  readonly crashing: Promise<void>;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  hasExited = false;
  readonly lines: string[] = [];
  private readonly child: ChildProcess;

  constructor(orders: CrashOrders, onLog: (message: string) => void) {
    this.child = spawn(process.execPath, [entry, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const seen = { ready: (_id: string) => {}, crashing: () => {} };
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        this.hasExited = true;
        resolve({ code, signal });
      });
    });
    const endsEarly = this.exited.then(() => {
      if (orders.crash === null) throw new Error(`the worker ended before it was ready:\n${this.tail()}`);
      return '';
    });
    this.ready = Promise.race([new Promise<string>((resolve) => (seen.ready = resolve)), endsEarly]);
    this.ready.catch(() => {});
    this.crashing = new Promise((resolve) => (seen.crashing = resolve));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (text) => {
        this.lines.push(text);
        const line = parseLine(text);
        if (line?.event === 'ready') seen.ready(line.executorId);
        if (line?.event === 'crashing') seen.crashing();
        if (line?.event === 'log') onLog(line.message);
      });
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  tail(): string {
    return this.lines.slice(-30).join('\n');
  }
}

function parseLine(text: string): WorkerLine | null {
  try {
    return JSON.parse(text) as WorkerLine;
  } catch {
    return null;
  }
}
