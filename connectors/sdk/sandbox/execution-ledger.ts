// Every script the world accepted and every one it executed, with the caller's tag: the truth for "ran twice?".
// With a file, each line is on disk before the vendor answers, so it survives kill -9.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export interface ExecutionLine {
  what: 'accepted' | 'executed';
  atMs: number;
  runId: number;
  tag: string | null;
  via: string;
  device: string;
  script: string;
  parameters: Record<string, string>;
}

export class ExecutionLedger {
  private readonly kept: ExecutionLine[];
  private readonly file: string | undefined;

  constructor(file?: string) {
    this.file = file;
    this.kept = file && existsSync(file) ? parseLines(readFileSync(file, 'utf8')) : [];
  }

  append(line: ExecutionLine): void {
    this.kept.push(line);
    if (this.file) appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  lines(): readonly ExecutionLine[] {
    return this.kept;
  }

  /** executions per tag; anything above 1 is a script that ran twice */
  executionsByTag(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const line of this.kept) {
      if (line.what === 'executed' && line.tag !== null) counts[line.tag] = (counts[line.tag] ?? 0) + 1;
    }
    return counts;
  }
}

/** A kill may leave half of a line: it is nobody's truth. */
function parseLines(text: string): ExecutionLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as ExecutionLine];
    } catch {
      return [];
    }
  });
}
