// What to do at the vendor so that a playbook's script can be run there. Pure; says nothing of any one vendor.
import type { ConnectionScript, ScriptParameter } from './list-connection-scripts.schema.ts';
import type { CarriedScript } from './read-manifests.ts';

const languages: Record<string, ConnectionScript['language']> = {
  ps1: 'PowerShell',
  sh: 'Bash',
  py: 'Python',
  bat: 'Batch',
  cmd: 'Batch',
};
const systems = { windows: 'Windows', macos: 'macOS', linux: 'Linux' };

export const languageOf = (file: string): ConnectionScript['language'] =>
  languages[file.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'other';

export const runAsOf = (os: CarriedScript['os']): string =>
  os === 'windows' ? "the system account (the agent's own)" : "root (the agent's own account)";

export function parametersOf(script: CarriedScript, canWrap: boolean): ScriptParameter[] {
  const own = script.parameters.map(
    ({ name, type, isRequired }): ScriptParameter => ({
      name,
      type,
      isRequired,
      isOurs: false,
      help: 'Filled by the playbook.',
    }),
  );
  const ours = (name: string, help: string): ScriptParameter => ({
    name,
    type: 'string',
    isRequired: false,
    isOurs: true,
    help,
  });
  return [
    ...own,
    ours('RunTag', 'Names the step of the run that asks; MSPclaw fills it.'),
    ...(canWrap
      ? [ours('CallbackUrl', 'Only for the wrapped file: where the result is posted; MSPclaw fills it.')]
      : []),
  ];
}

const typeWords = { string: 'text', integer: 'whole number', number: 'number', boolean: 'yes or no' };

/** For one that is missing. */
export function importSteps(script: CarriedScript, connectorName: string, parameters: ScriptParameter[]): string[] {
  const variables = parameters
    .filter(({ name }) => name !== 'CallbackUrl')
    .map(({ name, type, isRequired }) => `${name} (${typeWords[type]}${isRequired ? ', required' : ''})`);
  const canWrap = parameters.some(({ name }) => name === 'CallbackUrl');
  return [
    `Download "${script.file.split('/').at(-1)}" here.`,
    `In ${connectorName}, make a new script and name it exactly "${script.name}".`,
    `Choose ${languageOf(script.file)} as its language, ${systems[script.os]} as its system, and let it run as ${runAsOf(script.os)}.`,
    'Put in the text of the file, unchanged.',
    `Add these variables, spelled like this: ${variables.join(', ')}. They go to the script's parameters of the same names.`,
    ...(canWrap
      ? [
          `If ${connectorName} brings no output of scripts back, take the wrapped file instead and add the variable CallbackUrl (text) as well.`,
        ]
      : []),
    'Save it, and look here again.',
  ];
}

export const repairSteps = (script: CarriedScript, connectorName: string, missing: string[]): string[] => [
  `In ${connectorName}, open the script "${script.name}".`,
  `Add these variables, spelled like this: ${missing.join(', ')}.`,
];

export const ambiguousSteps = (script: CarriedScript, connectorName: string, count: number): string[] => [
  `${connectorName} has ${count} scripts named "${script.name}". Rename all but the one that is the file here.`,
];
