// Values become variables and nothing else; the text cannot reach what stands around it. Bash is really run.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../errors.ts';
import { runCommand } from '../sandbox/sandbox-commands.ts';
import { SandboxWorld } from '../sandbox/world.ts';
import { markedResult, readMarkedOutput } from './marked-output.ts';
import { type CommandShell, powershellLiteral, shellText } from './shell-preamble.ts';

const tag = 'mspclaw:0197c3de-0000-7000-8000-000000000001:steps.fix[0].run:1';
const shells: CommandShell[] = ['powershell', 'cmd', 'bash'];
const build = (shell: CommandShell, text: string, parameters: Record<string, string | number | boolean> = {}) =>
  shellText({ shell, text, parameters, tag }).text;
const refusal = (make: () => unknown): ConnectorError => {
  try {
    make();
  } catch (error) {
    if (error instanceof ConnectorError) return error;
  }
  throw new Error('It was not refused.');
};

describe('parameters of a command', () => {
  it('become typed variables in front of the text', () => {
    const parameters = { service: 'Print Spooler', days: 14, ratio: -0.5, force: false };
    expect(build('powershell', 'x', parameters)).toMatch(
      /^\$service='Print Spooler';\$days=14;\$ratio=-0\.5;\$force=\$false;\$RunTag='mspclaw:/,
    );
    expect(build('cmd', 'x', parameters)).toMatch(
      /^\$env:service='Print Spooler';\$env:days='14';\$env:ratio='-0\.5';\$env:force='false';\$env:RunTag='/,
    );
    expect(build('bash', 'x', parameters)).toMatch(
      /^service='Print Spooler'\ndays='14'\nratio='-0\.5'\nforce='false'\n/,
    );
  });
  it.each(shells)('%s: text that could become a command is refused', (shell) => {
    for (const value of [
      "a'; calc; '",
      'a" & calc',
      '$(calc)',
      '`calc`',
      'a%PATH%',
      'a!x!',
      'a\ncalc',
      'a\u2019; calc',
    ]) {
      expect(refusal(() => build(shell, 'x', { value })).kind, value).toBe('invalid-input');
    }
  });
  it.each(['path', 'Host', 'PID', 'IFS', 'ComSpec', 'errorActionPreference', 'mspclawExit', 'RunTag', 'callbackUrl'])(
    'the name %s is taken',
    (name) => {
      for (const shell of shells) expect(refusal(() => build(shell, 'x', { [name]: 'a' })).kind).toBe('invalid-input');
    },
  );
  it('a number that is none and a tag with a quote are refused', () => {
    expect(refusal(() => build('powershell', 'x', { days: Number.NaN })).kind).toBe('invalid-input');
    expect(refusal(() => shellText({ shell: 'bash', text: 'x', parameters: {}, tag: "a'b" })).kind).toBe(
      'invalid-input',
    );
  });
});

describe('the text of a command', () => {
  it.each(["it's", 'a\u2018b\u2019c\u201ad\u201be', "''", "' + [char]10 + '"])(
    '%s stays one literal of PowerShell',
    (text) => {
      const inner = powershellLiteral(text).slice(1, -1);
      // no quote in it is left without its double
      expect(inner.replace(/(['\u2018-\u201b])\1/g, '')).not.toMatch(/['\u2018-\u201b]/);
      expect(inner.replace(/(['\u2018-\u201b])\1/g, '$1')).toBe(text);
    },
  );
  it('is one line for PowerShell, however many it has', () => {
    const sent = build('powershell', "echo 'a'\r\necho b\necho c");
    expect(sent).not.toMatch(/[\r\n"]/);
    expect(sent).toContain("Create('echo ''a'''+[char]10+'echo b'+[char]10+'echo c')");
  });
  it('is one line for cmd, or refused', () => {
    expect(refusal(() => build('cmd', 'echo a\necho b')).message).toContain('one line');
    expect(build('cmd', ' net start "Print Spooler" ')).toContain(`[char]34+'net start "Print Spooler"'+[char]34`);
  });
});

describe('bash, really run, from a plain shell', () => {
  const run = (text: string, parameters = {}) =>
    readMarkedOutput(execFileSync('sh', ['-c', build('bash', text, parameters)], { encoding: 'utf8' }), tag);

  it.each([
    ['a variable', 'echo "it is $service"', { hasEnded: true, exitCode: 0, text: 'it is Print Spooler (1)' }],
    ['a failure', 'ls /no/such/place', { hasEnded: true, exitCode: 2 }],
    ['an exit', 'echo a; exit 7; echo b', { hasEnded: true, exitCode: 7, text: 'a' }],
    ['quotes and lines', `echo 'it'"'"'s'\necho "\\$2"`, { exitCode: 0, text: "it's\n$2" }],
    ['a syntax error', 'if then (', { hasBegun: true, hasEnded: true }],
    ['a text that closes brackets', ') ; echo out', { hasBegun: true, hasEnded: true }],
    ['output without a last line break', 'printf abc', { exitCode: 0, text: 'abc' }],
  ])('%s', (_what, text, expected) => {
    expect(run(text, { service: 'Print Spooler (1)' })).toMatchObject(expected);
  });
});

describe('the marks', () => {
  it.each([
    ['nothing came', '', { hasBegun: false, hasEnded: false, exitCode: null, text: '' }],
    [
      'cut in the middle',
      `[[mspclaw begin ${tag}]]\nab`,
      { hasBegun: true, hasEnded: false, exitCode: null, text: 'ab' },
    ],
    [
      'the code is not known',
      `[[mspclaw begin ${tag}]]\nab\n[[mspclaw end ${tag} exit=?]]`,
      { hasBegun: true, hasEnded: true, exitCode: null, text: 'ab' },
    ],
    [
      'a prompt repeats the command first',
      `C:\\> echo [[mspclaw begin ${tag}]]\r\n[[mspclaw begin ${tag}]]\r\nab\r\n[[mspclaw end ${tag} exit=-1]]\r\n`,
      { hasEnded: true, exitCode: -1, text: 'ab' },
    ],
    [
      'those of another run',
      '[[mspclaw begin other]]\nab\n[[mspclaw end other exit=0]]',
      { hasBegun: false, exitCode: null },
    ],
  ])('%s', (_what, output, expected) => {
    expect(readMarkedOutput(output, tag)).toMatchObject(expected);
  });
  it('a result is a success only behind an exit code of 0, and is as long as asked', () => {
    const times = { startedAt: null, finishedAt: null };
    const marked = { hasBegun: true, hasEnded: true, exitCode: 0, text: 'x'.repeat(500) };
    expect(markedResult(marked, times, 100).output).toMatch(/^x{100}\n\[cut here/);
    expect(markedResult(marked, times, 1_000)).toMatchObject({ outcome: 'success', output: marked.text });
    expect(markedResult({ ...marked, exitCode: null }, times, 100).outcome).toBe('failure');
  });
});

describe('a sandbox endpoint', () => {
  const world = new SandboxWorld();
  const device = world.device('ACME-WS-014');
  const run = (shell: CommandShell, text: string, parameters: Record<string, string>) => {
    if (!device) throw new Error('no device');
    return readMarkedOutput(runCommand(device, build(shell, text, parameters), 0).output, tag);
  };
  it.each([
    ['powershell', 'Restart-Service -Name $service\nGet-Service -Name $service', 0, /Running +WinRM/],
    ['powershell', 'Restart-Service -Name Nope; echo not-reached', 1, /^Cannot find any service/],
    ['powershell', `Write-Output "it's $service"`, 0, /^it's WinRM$/],
    ['powershell', 'exit 3', null, /^$/],
    ['powershell', 'Remove-Everything', 1, /not recognized/],
    ['cmd', 'echo %service%& hostname', 0, /^WinRM\nACME-WS-014$/],
    ['cmd', 'exit /b 5', 5, /^$/],
    ['bash', `echo "it's $service"; hostname`, 0, /^it's WinRM\nACME-WS-014$/],
    ['bash', 'exit 4', 4, /^$/],
  ] as const)('%s: %s', (shell, text, exitCode, output) => {
    const marked = run(shell, text, { service: 'WinRM' });
    expect([marked.hasEnded, marked.exitCode]).toEqual([true, exitCode]);
    expect(marked.text).toMatch(output);
  });
});
