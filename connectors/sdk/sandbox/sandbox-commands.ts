// Commands typed at a sandbox endpoint: a handful that MSPs really use, understood well enough to change the device, and
// the frame that MSPclaw puts around them (variables, two marks, one literal with the text). What it does not know it
// answers as the shell would: not recognised.
import { applyScript } from './sandbox-scripts.ts';
import type { WorldDevice } from './world-types.ts';

export interface CommandEffect {
  /** of the command; the marks in `output` say it too */
  exitCode: number;
  /** everything the endpoint prints */
  output: string;
  /** how long it would have taken; nothing waits for it */
  durationMs: number;
}

interface Frame {
  variables: Record<string, string>;
  kind: 'powershell' | 'cmd' | 'bash';
  text: string;
  before: string;
  after: { start: string; end: string } | null;
}

/** The variables set in front of a command, by name. */
export const commandVariables = (sent: string): Record<string, string> => openFrame(sent).variables;

export function runCommand(device: WorldDevice, sent: string, nowMs: number): CommandEffect {
  const frame = openFrame(sent);
  const shell: Shell = { device, nowMs, variables: lowerCased(frame.variables), lines: [], durationMs: 0 };
  const code = runLines(shell, frame);
  const isLeft = code.kind === 'left' && frame.kind === 'powershell';
  const end = frame.after ? [`${frame.after.start}${isLeft ? '?' : code.exitCode}${frame.after.end}`] : [];
  const lines = [...(frame.before ? [frame.before] : []), ...shell.lines, ...end];
  return { exitCode: code.exitCode, output: `${lines.join('\r\n')}\r\n`, durationMs: shell.durationMs };
}

/** A literal of PowerShell, several of them joined by line breaks included. */
const literal = String.raw`'(?:[^']|'')*'(?:\+\[char\]10\+'(?:[^']|'')*')*`;
const unquoted = (text: string): string =>
  (text.match(/'(?:[^']|'')*'/g) ?? [])
    .map((part) => part.slice(1, -1).replace(/(['\u2018-\u201b])\1/g, '$1'))
    .join('\n');

function openFrame(sent: string): Frame {
  if (/^(?:\w+='[^']*'\n)+printf /.test(sent)) return openBashFrame(sent);
  const variables: Record<string, string> = {};
  const assignment = new RegExp(String.raw`^\$(?:env:)?([A-Za-z]\w*)=(${literal}|\$true|\$false|[-+.\deE]+);`);
  let rest = sent;
  for (let found = assignment.exec(rest); found; found = assignment.exec(rest)) {
    const [whole, name = '', value = ''] = found;
    variables[name] = value.startsWith("'") ? unquoted(value) : value.replace('$', '');
    rest = rest.slice(whole.length);
  }
  const before = new RegExp(String.raw`^\[Console\]::Out\.WriteLine\((${literal})\);`).exec(rest)?.[1];
  const script = new RegExp(String.raw`\[scriptblock\]::Create\((${literal})\)`).exec(rest)?.[1];
  const line = new RegExp(String.raw`'/d /s /c '\+\[char\]34\+(${literal})\+\[char\]34`).exec(rest)?.[1];
  const after = new RegExp(String.raw`WriteLine\((${literal})\+\$\w+\+(${literal})\)\}$`).exec(rest);
  const text = script ?? line;
  return {
    variables,
    kind: line === undefined ? 'powershell' : 'cmd',
    text: text === undefined ? rest : unquoted(text),
    before: before === undefined ? '' : unquoted(before),
    after: after ? { start: unquoted(after[1] ?? ''), end: unquoted(after[2] ?? '') } : null,
  };
}

/** The same frame over lines of bash; its texts end and begin again around a quote. */
function openBashFrame(sent: string): Frame {
  const literalOf = (pattern: string) =>
    new RegExp(String.raw`${pattern}('(?:[^']|'\\'')*')`).exec(sent)?.[1]?.slice(1, -1).replaceAll(`'\\''`, "'") ?? '';
  return {
    variables: Object.fromEntries(
      [...sent.matchAll(/^(\w+)='([^']*)'$/gm)].map(([, name = '', value = '']) => [name, value]),
    ),
    kind: 'bash',
    text: literalOf('-c '),
    before: literalOf(String.raw`printf '%s\\n' `),
    after: { start: literalOf(String.raw`printf '\\n%s%s\]\]\\n' `), end: ']]' },
  };
}

interface Shell {
  device: WorldDevice;
  nowMs: number;
  variables: Map<string, string>;
  lines: string[];
  durationMs: number;
}

type End = { kind: 'came to its end' | 'failed' | 'left'; exitCode: number };
const lowerCased = (values: Record<string, string>) =>
  new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));

function runLines(shell: Shell, { kind, text }: Frame): End {
  let exitCode = 0;
  for (const line of text.split(kind === 'cmd' ? /\s*&\s*/ : /\s*[;\n]\s*/)) {
    if (line.trim() === '') continue;
    const [word = '', ...given] = words(line.trim(), shell, kind === 'cmd');
    const end = commands[kind][word.toLowerCase()]?.(shell, given) ?? unknown[kind](shell, word);
    if (typeof end === 'object') {
      if (end.kind !== 'came to its end') return end;
      exitCode = end.exitCode;
    }
  }
  return { kind: 'came to its end', exitCode };
}

/** Split at spaces outside quotes; variables are put in as the shell does, never split again. */
function words(line: string, shell: Shell, isCmd: boolean): string[] {
  const read = (name: string) => shell.variables.get(name.toLowerCase());
  if (isCmd) return line.replace(/%(\w+)%/g, (whole, name: string) => read(name) ?? whole).split(/\s+/);
  return (line.match(/'(?:[^']|'')*'|"[^"]*"|\S+/g) ?? []).map((word) => {
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
    const bare = word.startsWith('"') ? word.slice(1, -1) : word;
    return bare.replace(/\$(?:env:)?(\w+)/g, (_whole, name: string) =>
      name.toLowerCase() === 'computername' ? shell.device.name : (read(name) ?? ''),
    );
  });
}

type Command = (shell: Shell, given: string[]) => End | 'ok';
const fails = (shell: Shell, said: string, exitCode = 1): End => {
  shell.lines.push(said);
  return { kind: 'failed', exitCode };
};
const prints = (shell: Shell, ...lines: string[]): 'ok' => {
  shell.lines.push(...lines);
  return 'ok';
};

const notKnown =
  (said: string, exitCode: number) =>
  (shell: Shell, word: string): End => {
    shell.lines.push(said.replace('?', word));
    return { kind: 'came to its end', exitCode };
  };
const unknown: Record<Frame['kind'], (shell: Shell, word: string) => End> = {
  powershell: (shell, word) => fails(shell, `The term '${word}' is not recognized as the name of a cmdlet.`),
  cmd: notKnown("'?' is not recognized as an internal or external command,", 1),
  bash: notKnown('bash: ?: command not found', 127),
};

const named = (given: string[], name: string) => {
  const at = given.findIndex((word) => word.toLowerCase() === `-${name}`);
  return at === -1 ? given.find((word) => !word.startsWith('-')) : given[at + 1];
};

const ofService =
  (act: (shell: Shell, service: WorldDevice['services'][number]) => End | 'ok'): Command =>
  (shell, given) => {
    const wanted = named(given, 'name') ?? '';
    const service = shell.device.services.find((entry) => entry.name.toLowerCase() === wanted.toLowerCase());
    return service ? act(shell, service) : fails(shell, `Cannot find any service with service name '${wanted}'.`);
  };

const restarts = ofService((shell, { name }) => {
  const effect = applyScript('restart-service', shell.device, { service: name }, shell.nowMs);
  // a cmdlet that succeeds says nothing
  return effect.exitCode === 0 ? 'ok' : fails(shell, effect.output);
});

const powershellCommands: Record<string, Command> = {
  'get-service': ofService((shell, service) =>
    prints(
      shell,
      'Status   Name               DisplayName',
      '------   ----               -----------',
      `${(service.state === 'running' ? 'Running' : 'Stopped').padEnd(9)}${service.name.padEnd(19)}${service.displayName}`,
    ),
  ),
  'restart-service': restarts,
  'start-service': restarts,
  'stop-service': ofService((_shell, service) => {
    service.state = 'stopped';
    return 'ok';
  }),
  'write-output': (shell, given) => prints(shell, ...given),
  echo: (shell, given) => prints(shell, ...given),
  hostname: (shell) => prints(shell, shell.device.name),
  'start-sleep': (shell, given) => {
    shell.durationMs += Number(named(given, 'seconds') ?? 0) * 1_000;
    return 'ok';
  },
  // one character, so many times: for vendors that cut what is long
  repeat: (shell, [what = '', times = '1']) => prints(shell, what.repeat(Math.min(Number(times), 200_000))),
  throw: (shell, given) => fails(shell, given.join(' ')),
  exit: (_shell, [code = '0']) => ({ kind: 'left', exitCode: Number(code) }),
};

const cmdCommands: Record<string, Command> = {
  echo: (shell, given) => prints(shell, given.join(' ')),
  hostname: (shell) => prints(shell, shell.device.name),
  net: (shell, [verb = '', service = '']) =>
    verb.toLowerCase() === 'start' ? restarts(shell, [service]) : { kind: 'came to its end', exitCode: 1 },
  exit: (_shell, given) => ({ kind: 'left', exitCode: Number(given.find((word) => /^-?\d+$/.test(word)) ?? 0) }),
};

const { echo, hostname, exit } = cmdCommands;
const commands: Record<Frame['kind'], Record<string, Command | undefined>> = {
  powershell: powershellCommands,
  cmd: cmdCommands,
  bash: { echo, hostname, exit },
};
