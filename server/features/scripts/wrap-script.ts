// The same script inside a wrapper that runs it once per tag and posts its exit code and output back, for RMMs that keep
// no output. Pure. Not run on Windows here: the tests read the text as PowerShell's tokens.
import { AppError } from '#server/platform/errors.ts';
import { wrapperFunctions, wrapperMain } from './powershell-wrapper.ts';

export interface WrappableScript {
  /** "restart-service" */
  name: string;
  /** "scripts/restart-service.ps1" */
  file: string;
  text: string;
  /** of the text, hex */
  sha256: string;
  parameters: { name: string; type: 'string' | 'integer' | 'number' | 'boolean' }[];
}

export const maxOutputCharacters = 100_000;

/** Ours, and names that PowerShell or Windows give a meaning of their own. */
const reservedNames = new Set(
  [
    ...['RunTag', 'CallbackUrl', 'args', 'input', 'error', 'host', 'home', 'pid', 'this', 'true', 'false', 'null'],
    ...['event', 'sender', 'matches', 'profile', 'switch', 'foreach', 'PSBoundParameters', 'PSItem', 'PSCmdlet'],
    // and of Windows' environment: an RMM that passes variables there could not be told from Windows itself
    ...['path', 'pathext', 'temp', 'tmp', 'os', 'comspec', 'windir', 'systemroot', 'systemdrive', 'public', 'username'],
    ...['userdomain', 'userprofile', 'computername', 'appdata', 'localappdata', 'programdata', 'programfiles'],
  ].map((name) => name.toLowerCase()),
);

/** null = it can be wrapped; else a sentence */
export function whyNotWrapped(script: Pick<WrappableScript, 'file' | 'text' | 'parameters'>): string | null {
  if (!/\.ps1$/i.test(script.file)) return 'Only PowerShell scripts can be wrapped.';
  // it would end the literal that the script is carried in
  if (/^'@/m.test(script.text)) return "A line of the script begins with '@, which ends a PowerShell literal.";
  const taken = script.parameters.find(
    ({ name }) =>
      reservedNames.has(name.toLowerCase()) || /^mspclaw/i.test(name) || !/^[A-Za-z][A-Za-z0-9]{0,62}$/.test(name),
  );
  return taken ? `The script's parameter "${taken.name}" has a name with a meaning of its own.` : null;
}

/** @throws AppError UNSUPPORTED with the reason */
export function wrapScript(script: WrappableScript): string {
  const why = whyNotWrapped(script);
  if (why) throw new AppError('UNSUPPORTED', { message: `"${script.name}" cannot be wrapped. ${why}` });
  const text = script.text.replaceAll('\r\n', '\n');
  return [
    header(script),
    parameterBlock(script),
    `# The script, word for word (SHA-256 of the file: ${script.sha256}).\n$mspclawScript = @'\n${text}\n'@\n`,
    wrapperFunctions,
    wrapperMain({
      fileName: `${script.name.replace(/[^A-Za-z0-9._-]/g, '_')}.ps1`,
      types: script.parameters.map(({ name, type }) => `'${name}' = '${type}'`).join('; '),
      tagParameter: tagParameterOf(text),
      maxCharacters: maxOutputCharacters,
    }),
  ].join('\n');
}

const header = ({ name, parameters }: WrappableScript): string => `<#
.SYNOPSIS
  Runs ${name.replace(/[^A-Za-z0-9._ -]/g, '_')} once and posts its exit code and output back to MSPclaw.
.DESCRIPTION
  For RMMs that keep no output of scripts. The script inside is unchanged. Asked again with the same tag, nothing is run:
  what the first time gave is posted once more. Variables may also arrive as environment variables of the same names.
${parameters.map((parameter) => `.PARAMETER ${parameter.name}\n  Given to the script.\n`).join('')}.PARAMETER RunTag
  Names the step of the run that asks. MSPclaw passes it.
.PARAMETER CallbackUrl
  Where the result is posted, once. MSPclaw passes it.
#>`;

/** How each kind of value is declared. A switch of an RMM arrives as text. */
const declared = {
  string: (name: string) => `  [string]$${name}`,
  integer: (name: string) => `  [long]$${name}`,
  number: (name: string) => `  [double]$${name}`,
  boolean: (name: string) => `  [ValidatePattern('\\A(?i:true|false|1|0|)\\z')]\n  [string]$${name}`,
};

const parameterBlock = ({ parameters }: WrappableScript): string =>
  `[CmdletBinding()]\nparam(\n${[
    ...parameters.map(({ name, type }) => declared[type](name)),
    `  [ValidatePattern('\\A[A-Za-z0-9:/_.-]{0,100}\\z')]\n  [string]$RunTag = ''`,
    `  [ValidatePattern('\\A(https://[A-Za-z0-9.:/_-]{1,500})?\\z')]\n  [string]$CallbackUrl = ''`,
  ].join(',\n\n')}\n)\n`;

/** Scripts of ours take the tag themselves, to be safe also without the wrapper. */
function tagParameterOf(text: string): string | null {
  const block = /^param\(([\s\S]*?)^\)/im.exec(text)?.[1] ?? '';
  return /\$(runTag)\b/i.exec(block)?.[1] ?? null;
}
