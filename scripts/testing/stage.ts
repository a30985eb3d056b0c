// One stage of the whole test: a command, its output kept, its counts read from what it reports.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../cli/read-env.ts';

export interface StageResult {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Stage {
  name: string;
  /** arguments for this very Node */
  args: string[];
  env?: NodeJS.ProcessEnv;
  timeoutMs: number;
  /** how the counts are told: a JSON report file of vitest or Playwright, a closing line, or the exit code alone */
  counts: 'vitest' | 'playwright' | 'closing-line' | 'exit-code';
}

const reports = path.join(root, 'test-results');

/** Never throws for a failing stage: a failure is a count. */
export async function runStage(stage: Stage): Promise<StageResult> {
  mkdirSync(reports, { recursive: true });
  const slug = stage.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const reportFile = path.join(reports, `${slug}.json`);
  rmSync(reportFile, { force: true });
  const log = createWriteStream(path.join(reports, `${slug}.log`));
  process.stdout.write(`\n── ${stage.name}\n`);
  const startedAt = Date.now();
  const tail: string[] = [];
  const code = await new Promise<number>((resolve) => {
    const child = spawn(
      process.execPath,
      stage.args.map((arg) => arg.replace('{report}', reportFile)),
      {
        cwd: root,
        env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile, ...stage.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const timer = setTimeout(() => {
      tail.push(`stopped after ${stage.timeoutMs / 1000} s`);
      child.kill('SIGKILL');
    }, stage.timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        process.stdout.write(chunk);
        log.write(chunk);
        tail.push(chunk.toString());
        if (tail.length > 400) tail.shift();
      });
    }
    child.once('error', (error) => {
      tail.push(String(error));
      resolve(1);
    });
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve(exitCode ?? 1);
    });
  });
  log.end();
  const result = read(stage, code, reportFile, tail.join(''));
  process.stdout.write(
    `── ${stage.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped, ${((Date.now() - startedAt) / 1000).toFixed(0)} s\n`,
  );
  return result;
}

function read(stage: Stage, code: number, reportFile: string, output: string): StageResult {
  const counted = readCounts(stage.counts, reportFile, output);
  if (!counted)
    return {
      passed: code === 0 && stage.counts === 'exit-code' ? 1 : 0,
      failed: code === 0 && stage.counts === 'exit-code' ? 0 : 1,
      skipped: 0,
    };
  // a runner that died after its last test, or ran nothing, has failed
  const isLying = counted.failed === 0 && (code !== 0 || counted.passed === 0);
  return isLying ? { ...counted, failed: 1 } : counted;
}

function readCounts(kind: Stage['counts'], reportFile: string, output: string): StageResult | undefined {
  if (kind === 'closing-line') {
    const line = output.split('\n').findLast((text) => /^(\w+: )?\d+ passed, \d+ failed/.test(text));
    const numbers = line?.match(/\d+/g)?.map(Number);
    return numbers ? { passed: numbers[0] ?? 0, failed: numbers[1] ?? 0, skipped: numbers[2] ?? 0 } : undefined;
  }
  if (kind === 'exit-code' || !existsSync(reportFile)) return undefined;
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as {
    numPassedTests?: number;
    numFailedTests?: number;
    numFailedTestSuites?: number;
    numPendingTests?: number;
    stats?: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  if (report.stats) {
    return {
      passed: report.stats.expected + report.stats.flaky,
      failed: report.stats.unexpected,
      skipped: report.stats.skipped,
    };
  }
  const failed = report.numFailedTests || (report.numFailedTestSuites ? 1 : 0);
  return { passed: report.numPassedTests ?? 0, failed, skipped: report.numPendingTests ?? 0 };
}
