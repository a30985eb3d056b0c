// The guides are run as they stand, in a copy of the repository: each command must end well, each file lands where the guide
// says. What a guide promises is what this test did.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../cli/read-env.ts';

const guides = ['docs/guides/write-a-connector.md'];
const left = new Set(['node_modules', '.git', '.next', '.mspclaw', 'test-results', 'playwright-report']);
let copy: string;

beforeAll(() => {
  mkdirSync(path.join(root, 'test-results'), { recursive: true });
  copy = mkdtempSync(path.join(root, 'test-results', 'guides-'));
  for (const name of readdirSync(root)) {
    if (!left.has(name)) cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'dir');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

interface Block {
  language: string;
  file: string | undefined;
  below: string | undefined;
  text: string;
}

/** fenced blocks; those without a language are only shown */
function blocksOf(guide: string): Block[] {
  const text = readFileSync(path.join(root, guide), 'utf8');
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, language = '', info = '', body = '']) => ({
    language,
    file: / file=(\S+)/.exec(info)?.[1],
    below: / below="([^\n]*)"$/.exec(info)?.[1],
    text: body,
  }));
}

function write({ file = '', below, text }: Block): void {
  const target = path.join(copy, file);
  if (below === undefined) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    return;
  }
  const before = readFileSync(target, 'utf8');
  expect(before.split('\n'), `${file} has the line the guide points to`).toContain(below);
  writeFileSync(target, before.replace(`${below}\n`, `${below}\n${text}`));
}

function run(command: string): void {
  // as in a shell of its own: nothing of this test run is passed on
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|MSPCLAW_|VITE_|TEST$)/.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: copy,
    shell: true,
    encoding: 'utf8',
    env: { ...env, NODE_ENV: 'development' },
  });
  expect(status, `${command}\n${stdout.slice(-3_000)}\n${stderr.slice(-3_000)}`).toBe(0);
}

it.each(guides)('%s works as it stands', { timeout: 300_000 }, (guide) => {
  const blocks = blocksOf(guide);
  expect(blocks.filter(({ language }) => language === 'sh').length).toBeGreaterThan(2);
  for (const block of blocks) {
    if (block.file) write(block);
    else if (block.language === 'sh') for (const line of block.text.trim().split('\n')) run(line);
  }
  expect(existsSync(path.join(copy, 'connectors/acme/desk/mspclaw-connector.json'))).toBe(true);
  expect(readFileSync(path.join(copy, 'docs/connectors.md'), 'utf8')).toContain('`acme/desk`');
});
