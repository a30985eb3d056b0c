// Scripts: the library, running one, and the custom field that its result ends up in.
import type {
  SandboxAnswer,
  SandboxContext,
  SandboxRequest,
  SandboxRoute,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldDevice, WorldScriptRun } from '#connectors/sdk/sandbox/world-types.ts';
import { appError, authError } from './ninja-errors.ts';
import type { NinjaSandboxState } from './ninja-state.ts';
import { appOf } from './token-endpoint.ts';

type Context = SandboxContext<NinjaSandboxState>;
export type WithDevice = (
  handle: (device: WorldDevice, request: SandboxRequest, context: Context) => SandboxAnswer,
) => SandboxRoute<NinjaSandboxState>['handle'];

const variableTypes = { string: 'TEXT', integer: 'INTEGER', boolean: 'CHECKBOX' };

export function listScripts(_request: SandboxRequest, { world }: Context): SandboxAnswer {
  const json = world.state.scripts.map((script) => ({
    id: script.id,
    name: script.name,
    description: script.description,
    active: true,
    language: 'powershell',
    architecture: ['64'],
    operatingSystems: [script.osFamily === 'windows' ? 'Windows' : 'Mac'],
    scriptParameters: [],
    scriptVariables: script.parameters.map((parameter, index) => ({
      id: `${script.id}-${index}`,
      name: parameter.name,
      type: variableTypes[parameter.type],
      source: 'LITERAL',
      required: parameter.required,
    })),
  }));
  return { status: 200, json };
}

const bodyFields = new Set(['type', 'id', 'uid', 'parameters', 'runAs']);

export function runScript(device: WorldDevice, request: SandboxRequest, context: Context): SandboxAnswer {
  const { world, state } = context;
  if (state.quirks.needsUserContext && appOf(request, context)?.kind !== 'user') {
    return authError(403, 'user_context_required', 5);
  }
  const body = request.json();
  if (typeof body !== 'object' || body === null) return appError(400, 'FAILURE', 'Cannot parse the body');
  const fields: Record<string, unknown> = { ...body };
  const unknownField = Object.keys(fields).find((name) => !bodyFields.has(name));
  if (unknownField) return appError(400, 'FAILURE', `Unrecognized field "${unknownField}"`);
  if (fields.type !== 'SCRIPT') return appError(400, 'FAILURE', 'Only scripts are set up here');
  const script = world.state.scripts.find((entry) => entry.id === fields.id);
  if (!script) return appError(404, 'SCRIPT_NOT_FOUND', 'Script not found');
  if (fields.runAs !== undefined && !['system', 'loggedonuser'].includes(String(fields.runAs))) {
    return appError(400, 'FAILURE', 'Invalid runAs');
  }
  const text = String(fields.parameters ?? '');
  if (/[&|;$><`!]/.test(text)) return appError(400, 'FAILURE', 'Parameters contain forbidden characters');
  const parameters = parseParameters(text);
  const tag = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'runtag')?.[1] ?? null;
  const run = world.startScript({ deviceId: device.id, scriptId: script.id, via: 'ninjaone/rmm', tag, parameters });
  return runAnswer(run, state.quirks.runAnswer);
}

/** `-Name "value"` and `-Name value` */
function parseParameters(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of text.matchAll(/-([A-Za-z]\w*)\s+(?:"([^"]*)"|(\S+))/g)) {
    found[part[1] ?? ''] = part[2] ?? part[3] ?? '';
  }
  return found;
}

const answerKinds = ['integer', 'id', 'activityId', 'jobUid', 'uuid', 'empty'] as const;

/** The answer has no documented shape, and instances really differ. */
function runAnswer(run: WorldScriptRun, kind: NinjaSandboxState['quirks']['runAnswer']): SandboxAnswer {
  const chosen = kind === 'seeded' ? (answerKinds[run.id % answerKinds.length] ?? 'empty') : kind;
  switch (chosen) {
    case 'integer':
      return { status: 200, json: run.id };
    case 'id':
      return { status: 200, json: { id: run.id } };
    case 'activityId':
      return { status: 200, json: { activityId: run.id } };
    case 'jobUid':
      return { status: 200, json: { jobUid: run.uid } };
    case 'uuid':
      return { status: 200, text: run.uid, headers: { 'content-type': 'text/plain' } };
    case 'empty':
      return { status: 204 };
  }
}

/** What the newest tagged run has written by now; each run overwrites the one before. */
export function customFields(device: WorldDevice, _request: SandboxRequest, { world, state }: Context): SandboxAnswer {
  const lagMs = world.dials.feedLagMs / 2;
  const isVisible = (atMs: number) => atMs + lagMs <= world.nowMs();
  const run = world.state.scriptRuns
    .filter(
      (entry) => entry.deviceId === device.id && entry.tag !== null && device.isOnline && isVisible(entry.startAtMs),
    )
    .at(-1);
  if (!run || !state.quirks.hasResultField) return { status: 200, json: {} };
  const isFinished = run.state === 'finished' && isVisible(run.finishAtMs);
  const value = JSON.stringify({
    tag: run.tag,
    state: isFinished ? 'finished' : 'started',
    startedAt: new Date(run.startAtMs).toISOString(),
    ...(isFinished
      ? { exitCode: run.exitCode, output: run.output, finishedAt: new Date(run.finishAtMs).toISOString() }
      : {}),
  });
  return {
    status: 200,
    json: { mspclawResult: state.quirks.resultFieldIsWysiwyg ? { text: value, html: `<p>${value}</p>` } : value },
  };
}
