// The text is read as PowerShell's tokens; there is no PowerShell here to run it.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tokenizePowershell } from './testing/tokenize-powershell.ts';
import { type WrappableScript, whyNotWrapped, wrapScript } from './wrap-script.ts';

const library = fileURLToPath(new URL('../../../playbooks/library', import.meta.url));
const scripts: WrappableScript[] = globSync('*/scripts/*.ps1', { cwd: library }).map((file) => ({
  name: path.basename(file, '.ps1'),
  file,
  text: readFileSync(path.join(library, file), 'utf8'),
  sha256: 'ab'.repeat(32),
  parameters: [
    { name: 'service', type: 'string' },
    { name: 'waitSeconds', type: 'integer' },
    { name: 'ratio', type: 'number' },
    { name: 'force', type: 'boolean' },
  ],
}));
const [own] = scripts;
if (!own) throw new Error('the library has no script');
const wrapped = wrapScript(own);
const tokens = tokenizePowershell(wrapped);
const codeOf = (text: string) =>
  tokenizePowershell(text)
    .filter(({ kind }) => kind === 'code')
    .map(({ text: code }) => code)
    .join(' ');
const code = codeOf(wrapped);
/** the script inside is the one literal that holds lines */
const carried = (text: string) => tokenizePowershell(text).find((token) => token.text.startsWith("@'\n"))?.text ?? '';

describe('the tokens of a script', () => {
  it('are told apart, and what does not end or has no partner is noticed', () => {
    expect(tokenizePowershell(`$a = "x $($b['c)'])" # it's`).map(({ kind }) => kind)).toEqual([
      'code',
      'expandable',
      'comment',
    ]);
    expect(tokenizePowershell(`'it''s' + @'\n'quote\n'@ + "a \`" b"`).map(({ kind }) => kind)).toEqual([
      'literal',
      'code',
      'literal',
      'code',
      'expandable',
    ]);
    for (const broken of [`'open`, `"open`, `@'\nopen`, `<# open`, `{ (`, `)`, `( }`, `"$(open"`]) {
      expect(() => tokenizePowershell(broken), broken).toThrow();
    }
  });
});

describe('a wrapped script', () => {
  it.each(scripts.map((script) => [script.file, script] as const))(
    '%s is whole, inside and outside',
    (_file, script) => {
      const text = wrapScript(script);
      expect(() => tokenizePowershell(text)).not.toThrow();
      const inside = carried(text).slice("@'\n".length, -"\n'@".length);
      expect(inside).toBe(script.text.replaceAll('\r\n', '\n'));
      expect(() => tokenizePowershell(inside)).not.toThrow();
    },
  );

  it('declares every parameter with its type, and the tag and the address with what they may look like', () => {
    for (const declaration of ['[string]$service', '[long]$waitSeconds', '[double]$ratio', '[string]$force'])
      expect(code).toContain(declaration);
    expect(wrapped).toContain(`[ValidatePattern('\\A[A-Za-z0-9:/_.-]{0,100}\\z')]\n  [string]$RunTag = ''`);
    expect(wrapped).toContain(
      `[ValidatePattern('\\A(https://[A-Za-z0-9.:/_-]{1,500})?\\z')]\n  [string]$CallbackUrl = ''`,
    );
    // what our own tags and addresses look like
    const tag = 'mspclaw:0193e0a4-5b6c-7d8e-9f00-112233445566:proof/otherwise/0:1';
    const url = `https://msp.example:8443/api/script-results/0193e0a4-5b6c-7d8e-9f00-112233445566/${'A-_9'.repeat(10)}`;
    expect(tag).toMatch(/^[A-Za-z0-9:/_.-]{0,100}$/);
    expect(url).toMatch(/^(https:\/\/[A-Za-z0-9.:/_-]{1,500})?$/);
  });

  it('never makes text of a value: no parameter stands in a text that expands, and nothing is run from text', () => {
    const expandable = tokens.filter(({ kind, text }) => kind === 'expandable' && !carried(wrapped).includes(text));
    expect(expandable).toEqual([]);
    const runsText =
      /Invoke-Expression|\biex\b|ScriptBlock\]|-EncodedCommand|-Command\b|Start-Process|cmd(\.exe)? |AddScript/i;
    expect(code).not.toMatch(runsText);
    // the one call hands the values over by name
    expect(code.match(/(^|[^&])&\s*\$\w+[^|]*/g)).toEqual([expect.stringContaining('& $File @Given *>&1')]);
    // outside of their declarations the parameters are never read
    const afterParameters = wrapped.slice(wrapped.indexOf("'@\n"));
    expect(afterParameters).not.toMatch(/\$(service|waitSeconds|ratio|force|RunTag|CallbackUrl)\b/i);
  });

  it('runs once per tag: the marker is made atomically before anything else happens', () => {
    expect(code).toContain('[System.IO.FileMode]::CreateNew');
    const main = wrapped.slice(wrapped.indexOf('$mspclawTag = Get-'));
    const order = [
      'Open-MspclawMarker',
      'exit 3',
      'New-MspclawPrivateFolder',
      'Invoke-MspclawScript',
      'Send-MspclawResult -Url $mspclawUrl -ExitCode $mspclawResult',
    ];
    const places = order.map((part) => main.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    // the script's own marker, and its own tag, are left to it
    expect(main).toContain(`$mspclawGiven['runTag'] = $mspclawTag`);
    expect(code).not.toContain("'.json'");
  });

  it('posts over TLS, at most three times, bounded, and is led nowhere else', () => {
    expect(code).toContain('Tls12');
    expect(code).toContain('$attempt -le 3');
    expect(code).toContain('-MaximumRedirection 0');
    expect(code).toContain('-TimeoutSec 30');
    expect(wrapped).toContain('-MaxCharacters 100000');
    expect(wrapped).not.toMatch(/http:\/\//);
  });

  it('leaves the preferences of the script alone: nothing is strict around it', () => {
    expect(code).not.toContain('Set-StrictMode');
    expect(code.match(/\$ErrorActionPreference\s*=/g)).toHaveLength(1);
  });

  it('is plain ASCII where it is ours, as RMM editors keep it', () => {
    const ours = wrapped.replace(carried(wrapped), '');
    expect([...ours].every((sign) => sign.charCodeAt(0) < 128)).toBe(true);
  });

  it('is refused when the script could leave its literal, or a name means something else', () => {
    const attempts: [Partial<WrappableScript>, string][] = [
      [{ text: "Write-Output 1\n'@\nRemove-Item C:\\ -Recurse\n" }, "begins with '@"],
      [{ file: 'scripts/fix.sh' }, 'Only PowerShell'],
      [{ parameters: [{ name: 'runtag', type: 'string' }] }, '"runtag"'],
      [{ parameters: [{ name: 'Path', type: 'string' }] }, '"Path"'],
      [{ parameters: [{ name: 'mspclawGiven', type: 'string' }] }, '"mspclawGiven"'],
      [{ parameters: [{ name: "a'; exit", type: 'string' }] }, 'has a name'],
    ];
    for (const [changes, says] of attempts) {
      expect(whyNotWrapped({ ...own, ...changes })).toContain(says);
      expect(() => wrapScript({ ...own, ...changes })).toThrow(says);
    }
    expect(whyNotWrapped(own)).toBeNull();
  });

  it('of a script without a tag of its own passes none on', () => {
    const text = wrapScript({ ...own, text: 'param(\n  [string]$service\n)\n$service\n' });
    expect(text).not.toContain("$mspclawGiven['");
  });
});
