// Scripts and commands of the Automate sandbox. A script leaves no output; a command does, and takes what follows "!!!" for
// the arguments of what stands before it.
import { z } from 'zod';
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { tagVariable } from '#connectors/sdk/scripts/script-variables.ts';
import { type AutomateSandboxContext, type AutomateState, refusal } from './automate-state.ts';

const via = 'connectwise/automate';

const startShape = z.object({
  EntityType: z.literal('Computer'),
  EntityIds: z.array(z.number().int()).min(1),
  ScriptId: z.number().int(),
  Parameters: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
  OfflineActionFlags: z.object({ SkipsOfflineAgents: z.boolean() }).optional(),
});

export function startScript(request: SandboxRequest, { world, state }: AutomateSandboxContext): SandboxAnswer {
  const given = startShape.safeParse(request.json());
  if (!given.success) return refusal(400, 'The request is invalid.');
  const { EntityIds, ScriptId, Parameters, OfflineActionFlags } = given.data;
  if (!world.state.scripts.some((script) => script.id === ScriptId)) return refusal(404, 'Script not found.');
  const parameters = Object.fromEntries(Parameters.map(({ Key, Value }) => [Key, Value]));
  const results = EntityIds.map((id) => {
    const device = world.state.devices.find((entry) => entry.id === id);
    const isSkipped = device?.isOnline === false && OfflineActionFlags?.SkipsOfflineAgents;
    const why = device ? (isSkipped ? 'The agent is offline.' : state.quirks.refusesScripts) : 'Computer not found.';
    if (why === null) {
      world.startScript({ deviceId: id, scriptId: ScriptId, via, tag: parameters[tagVariable] ?? null, parameters });
    }
    return { EntityId: id, ResultDetails: { ResultStatus: why === null ? 0 : 1, ReasonCode: 0, Message: why ?? '' } };
  });
  const ContainsUnsuccessfulResults = results.some((result) => result.ResultDetails.ResultStatus !== 0);
  return { status: 200, json: { ScriptResults: results, ContainsUnsuccessfulResults } };
}

const commandShape = z.object({
  ComputerId: z.coerce.number().int(),
  Command: z.object({ Id: z.literal('2') }),
  Parameters: z.tuple([z.string()]),
});

export function startCommand(request: SandboxRequest, { world, state }: AutomateSandboxContext): SandboxAnswer {
  const given = commandShape.safeParse(request.json());
  const device = world.state.devices.find((entry) => String(entry.id) === request.params.id);
  if (!device) return refusal(404, 'Computer not found.');
  if (!given.success || given.data.ComputerId !== device.id) return refusal(400, 'The request is invalid.');
  const [parameters] = given.data.Parameters;
  const text = /^powershell\.exe!!! .*-Command (".*")$/s.exec(parameters)?.[1];
  const run = text === undefined ? null : world.startCommand({ deviceId: device.id, via, text: readArgument(text) });
  const command = {
    id: world.nextId('automateCommand'),
    deviceId: device.id,
    runId: run?.id ?? null,
    parameters,
    queuedAtMs: world.nowMs(),
  };
  state.commands.push(command);
  return { status: 200, json: queueView(command, { world, state }) };
}

/** a quoted argument as a Windows program reads it */
const readArgument = (text: string) =>
  text
    .slice(1, -1)
    .replace(/(\\*)\\"/g, (_whole, slashes: string) => `${slashes.slice(slashes.length / 2)}"`)
    .replace(/(\\\\)+$/, (slashes) => slashes.slice(slashes.length / 2));

type Command = AutomateState['commands'][number];
type Parts = Pick<AutomateSandboxContext, 'world' | 'state'>;

function progress({ runId }: Command, { world }: Parts) {
  // without "!!!" the agent looks for a program of that long name
  if (runId === null) return { Status: 'Failed', Output: 'The system cannot find the file specified' };
  const run = world.state.scriptRuns.find((entry) => entry.id === runId);
  return run?.state === 'finished'
    ? { Status: 'Success', Output: run.output ?? '' }
    : { Status: 'Executing', Output: '' };
}

const queueView = (command: Command, parts: Parts) => ({
  Id: command.id,
  ComputerId: command.deviceId,
  Command: { Id: '2', Name: 'Shell', Description: '', Level: 0 },
  Parameters: [command.parameters],
  ...progress(command, parts),
});

const commandsOf = (request: SandboxRequest, { state }: AutomateSandboxContext) =>
  state.commands.filter((command) => String(command.deviceId) === request.params.id);

export const queuedCommands = (request: SandboxRequest, context: AutomateSandboxContext) =>
  commandsOf(request, context)
    .map((command) => queueView(command, context))
    .filter((row) => row.Status === 'Executing' || !context.state.quirks.emptiesCommandQueue);

export const pastCommands = (request: SandboxRequest, context: AutomateSandboxContext) =>
  commandsOf(request, context).flatMap((command) => {
    const { Status, Output } = progress(command, context);
    if (Status === 'Executing') return [];
    return {
      Id: command.id,
      ComputerId: command.deviceId,
      CommandId: 2,
      Command: 'Shell',
      Status,
      Output,
      // one text here
      Parameters: command.parameters,
      User: 'mspclaw',
      DateExecuted: new Date(command.queuedAtMs).toISOString(),
      DateFinished: new Date(command.queuedAtMs).toISOString(),
    };
  });
