// A command as text for the shell of an endpoint. The text was written out in a playbook; what differs from run to run
// becomes variables in front of it, as quoted literals, so that a value is never read as a command. Around it stand two
// marks with our tag: vendors that run commands keep no id and no exit code, and the marks are both.
//
// PowerShell and cmd alike are started as one line of PowerShell, because most vendors pass a command line on. The text
// travels inside a single-quoted literal; a syntax error in it is an error of the command and cannot reach the marks.
// Bash: the same over lines, for whatever shell the vendor's agent runs them in.
import { ConnectorError } from '../errors.ts';
import { scriptVariables } from './script-variables.ts';

export type CommandShell = 'powershell' | 'cmd' | 'bash';

export interface ShellCommand {
  shell: CommandShell;
  /** what the playbook says; `$service` in PowerShell and bash, `%service%` in cmd */
  text: string;
  parameters: Readonly<Record<string, string | number | boolean>>;
  tag: string;
}

/** `interpreter`: what must run `text`. */
export interface ShellText {
  interpreter: 'powershell' | 'bash';
  text: string;
}

/**
 * The whole command, to be given to its interpreter as it stands. For PowerShell it is one line, and its only double
 * quotes are those of the playbook's text.
 * @throws ConnectorError `invalid-input`, before anything is sent
 */
export function shellText(command: ShellCommand): ShellText {
  const variables = shellVariables(command);
  const marks = marksOf(command.tag);
  return command.shell === 'bash'
    ? { interpreter: 'bash', text: bashText(command.text, variables, marks) }
    : { interpreter: 'powershell', text: powershellText(command, variables, marks) };
}

export const marksOf = (tag: string) => ({ begin: `[[mspclaw begin ${tag}]]`, end: `[[mspclaw end ${tag} exit=` });

interface ShellVariable {
  name: string;
  value: string;
  type: 'string' | 'number' | 'boolean';
}

/** Names that a shell, Windows or the loader already gives a meaning: setting them breaks the command or the endpoint's tools. */
const taken = new Set(
  (
    'args error event false foreach home host input lastexitcode matches myinvocation null ofs pid profile psitem sender shellid ' +
    'stacktrace switch this true pscmdlet psculture pshome psversiontable psscriptroot pscommandpath psboundparameters ' +
    'psdefaultparametervalues psmodulepath executioncontext nestedpromptlevel consolefilename enabledexperimentalfeatures ' +
    'erroractionpreference warningpreference verbosepreference debugpreference informationpreference progresspreference ' +
    'confirmpreference whatifpreference outputencoding maximumhistorycount errorview formatenumerationlimit ' +
    'path pathext comspec systemroot systemdrive windir temp tmp tmpdir os prompt errorlevel cd date time random cmdcmdline ' +
    'cmdextversion appdata localappdata programdata programfiles commonprogramfiles public userprofile username userdomain ' +
    'computername homedrive homepath allusersprofile ' +
    'ifs env shell shellopts bashopts uid euid ppid user logname mail lang pwd oldpwd ps1 ps2 ps3 ps4 cdpath globignore ' +
    'hostname hosttype machtype ostype seconds lineno funcname groups histfile opterr optarg optind reply'
  ).split(' '),
);

function shellVariables({ parameters, tag }: ShellCommand): ShellVariable[] {
  for (const [name, value] of Object.entries(parameters)) {
    // also what would hide the loader's own variables
    if (taken.has(name.toLowerCase()) || /^mspclaw/i.test(name)) {
      throw new ConnectorError(
        'invalid-input',
        `The parameter "${name}" has a meaning of its own in a shell. Give it another name.`,
      );
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new ConnectorError('invalid-input', `The parameter "${name}" is not a finite number.`);
    }
  }
  // a tag goes into text that a shell reads: letters, digits and the punctuation of a path through a playbook
  if (!/^[\w.:,/@#=+()[\]-]{1,100}$/.test(tag)) {
    throw new ConnectorError('invalid-input', 'The tag of this run cannot go into a command.');
  }
  return scriptVariables(parameters, { tag }).map(({ name, value }) => {
    const given = parameters[name];
    const type = typeof given === 'number' ? 'number' : typeof given === 'boolean' ? 'boolean' : 'string';
    return { name, value, type };
  });
}

/** PowerShell takes the typographic single quotes for quotes too; each is doubled. */
export const powershellLiteral = (value: string): string => `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`;

/** The same without a line break in it: some vendors cut a command at its first line. */
const onOneLine = (value: string): string =>
  value.replaceAll('\r\n', '\n').split('\n').map(powershellLiteral).join('+[char]10+');

function powershellText(command: ShellCommand, variables: ShellVariable[], marks: ReturnType<typeof marksOf>): string {
  const isCmd = command.shell === 'cmd';
  const assigned = variables.map(({ name, value, type }) => {
    if (isCmd) return `$env:${name}=${powershellLiteral(value)}`;
    if (type === 'boolean') return `$${name}=$${value}`;
    return `$${name}=${type === 'number' ? value : powershellLiteral(value)}`;
  });
  return [
    ...assigned,
    say(powershellLiteral(marks.begin)),
    `$mspclawExit='?'`,
    keepsObjects,
    `try{${isCmd ? runsCmd(command.text) : runsPowershell(command.text)}}` +
      `catch{&$mspclawShow;${say('($_|Out-String).Trim()')};$mspclawExit='1'}` +
      `finally{${say(`${powershellLiteral(marks.end)}+$mspclawExit+']]'`)}}`,
  ].join(';');
}

const say = (text: string) => `[Console]::Out.WriteLine(${text})`;

/**
 * An error of a cmdlet ends it and counts as a failure; `exit` ends everything, and then the code is not known. Text is printed as
 * it is, because formatting would break long lines; other objects are kept until something else comes, and printed as a table.
 */
const runsPowershell = (text: string): string =>
  `$ErrorActionPreference='Stop';$global:LASTEXITCODE=0;` +
  `&([scriptblock]::Create(${onOneLine(text)}))|ForEach-Object{` +
  `if($_ -is [string]){&$mspclawShow;${say('$_')}}else{[void]$mspclawKept.Add($_)}};` +
  `&$mspclawShow;$mspclawExit=[string]$LASTEXITCODE`;

const keepsObjects =
  `$mspclawKept=New-Object Collections.ArrayList;` +
  `$mspclawShow={if($mspclawKept.Count){$mspclawKept|Out-String -Stream -Width 200|` +
  `ForEach-Object{[Console]::Out.WriteLine($_.TrimEnd())};$mspclawKept.Clear()}}`;

/** `/s` takes exactly the outer quotes away, so that quotes of the text stay as they are. [char]34 is a double quote. */
function runsCmd(text: string): string {
  if (/[\r\n]/.test(text.trim())) {
    throw new ConnectorError('invalid-input', 'A command for cmd is one line. Join commands with & or use PowerShell.');
  }
  return (
    `$mspclawStart=New-Object Diagnostics.ProcessStartInfo($env:ComSpec,('/d /s /c '+[char]34+${powershellLiteral(text.trim())}+[char]34));` +
    `$mspclawStart.UseShellExecute=$false;$mspclawProcess=[Diagnostics.Process]::Start($mspclawStart);` +
    `$mspclawProcess.WaitForExit();$mspclawExit=[string]$mspclawProcess.ExitCode`
  );
}

export const bashLiteral = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** In a bash of its own, so that `exit` and a syntax error end there. The frame around it is plain POSIX. */
function bashText(text: string, variables: ShellVariable[], marks: ReturnType<typeof marksOf>): string {
  const names = variables.map(({ name }) => name).join(' ');
  return [
    ...variables.map(({ name, value }) => `${name}=${bashLiteral(value)}`),
    `printf '%s\\n' ${bashLiteral(marks.begin)}`,
    `export ${names}`,
    `bash -c ${bashLiteral(text)} 2>&1`,
    `printf '\\n%s%s]]\\n' ${bashLiteral(marks.end)} "$?"`,
  ].join('\n');
}
