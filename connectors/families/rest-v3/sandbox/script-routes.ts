// Scripts, their variables, and what became of a run. Results live with the device.
import type { SandboxAnswer, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldDevice, WorldScript, WorldScriptRun } from '#connectors/sdk/sandbox/world-types.ts';
import { odataList } from './odata-list.ts';
import { ok, type RestV3DialectOptions, type RestV3Route, type RestV3Sandbox, refuse } from './rest-v3-state.ts';

const platforms = { windows: 'Windows', macos: 'Mac OS' };
const variableTypes = { string: 'Text', integer: 'Number', boolean: 'Boolean' };
const category = { CategoryId: 123, CategoryName: 'My Scripts', CreatedBy: 'MSPclaw', IsBuiltIn: false };

const scriptRow = (script: WorldScript) => ({
  Id: script.uid,
  Name: script.name,
  Description: script.description,
  Platforms: [platforms[script.osFamily]],
  ...category,
});

/** a built-in one, as every library has some */
const builtIn = {
  Id: '00000000-0000-4000-8000-00000000b111',
  Name: 'Flush DNS',
  Description: null,
  ...category,
  CategoryName: 'Built-in',
  Platforms: ['Windows'],
  IsBuiltIn: true,
};

function inputVariables(script: WorldScript, { state }: RestV3Sandbox) {
  const own = script.parameters.map(({ name, type }) => ({ name, type: variableTypes[type] }));
  const callback = state.quirks.declaresCallback ? [{ name: 'CallbackUrl', type: 'Text' }] : [];
  return [...own, ...callback].map(({ name, type }, index) => ({
    Id: script.id * 100 + index,
    Name: name,
    CustomFieldId: null,
    CustomFieldName: null,
    VariableType: type,
    DefaultValue: '',
  }));
}

const iso7 = (atMs: number) => new Date(atMs).toISOString().replace('Z', '0000Z');

function executionRow(run: WorldScriptRun) {
  const isDone = run.state === 'finished';
  return {
    Id: run.uid,
    StartTime: iso7(run.startAtMs),
    DurationInSeconds: isDone ? (run.finishAtMs - run.startAtMs) / 1_000 : null,
    State: isDone ? (run.exitCode === 0 ? 'Successful' : 'Failed') : 'Running',
  };
}

function executionDetail(run: WorldScriptRun, { state }: RestV3Sandbox) {
  const isDone = run.state === 'finished';
  const tag = state.quirks.setsTagOutput && isDone ? run.tag : null;
  return {
    ...executionRow(run),
    EndTime: isDone ? iso7(run.finishAtMs) : null,
    Output: isDone ? `${run.output}\n` : null,
    ExitCode: isDone ? run.exitCode : null,
    VariableOutputs: tag === null ? [] : [{ Id: 251, Name: 'RunTag', Value: tag, DataType: 'Text' }],
  };
}

export function scriptRoutes(options: RestV3DialectOptions): RestV3Route[] {
  const path = `${options.base}/automation/scripts`;
  const notFound = refuse(options, 404, 'Entity is not found.');
  const ofScript =
    (
      handle: (script: WorldScript, request: SandboxRequest, context: RestV3Sandbox) => SandboxAnswer,
    ): RestV3Route['handle'] =>
    (request, context) => {
      const script = context.world.state.scripts.find(({ uid }) => uid === request.params.script);
      return script ? handle(script, request, context) : notFound;
    };
  const ofDevice = (
    handle: (
      device: WorldDevice,
      runs: WorldScriptRun[],
      request: SandboxRequest,
      context: RestV3Sandbox,
    ) => SandboxAnswer,
  ) =>
    ofScript((script, request, context) => {
      const { devices, scriptRuns } = context.world.state;
      const device = devices.find(({ uid }) => uid === request.params.device);
      if (!device) return notFound;
      if (!device.isOnline) return refuse(options, context.state.quirks.offlineStatus, 'The device is not online.');
      const runs = scriptRuns.filter(
        (run) => run.deviceId === device.id && run.scriptId === script.id && run.via === options.connector,
      );
      return handle(device, runs, request, context);
    });

  return [
    {
      method: 'GET',
      path,
      handle: (request, context) =>
        odataList([builtIn, ...context.world.state.scripts.map(scriptRow)], request, context, options, ['Name']),
    },
    {
      method: 'GET',
      path: `${path}/:script`,
      handle: ofScript((script, _request, context) => {
        const { Platforms: _platforms, ...row } = scriptRow(script);
        const { setsTagOutput } = context.state.quirks;
        return ok({
          ...row,
          InputVariables: inputVariables(script, context),
          OutputVariables: setsTagOutput ? [{ Id: 251, Name: 'RunTag', VariableType: 'Text', DefaultValue: '' }] : [],
          ScriptItems: [
            { Platform: platforms[script.osFamily], ScriptingLanguage: 'PowerShell', ScriptText: `# ${script.name}` },
          ],
        });
      }),
    },
    {
      method: 'POST',
      path: `${path}/:script/run`,
      handle: ofScript((script, request, context) => run(script, request, context, options)),
    },
    {
      method: 'GET',
      path: `${path}/:script/device/:device/executions`,
      handle: ofDevice((_device, runs, request, context) =>
        odataList(runs.map(executionRow).reverse(), request, context, options, ['StartTime']),
      ),
    },
    {
      method: 'GET',
      path: `${path}/:script/device/:device/executions/:execution`,
      handle: ofDevice((_device, runs, request, context) => {
        const found = runs.find(({ uid }) => uid === request.params.execution);
        return found ? ok(executionDetail(found, context)) : notFound;
      }),
    },
  ];
}

function run(
  script: WorldScript,
  request: SandboxRequest,
  context: RestV3Sandbox,
  options: RestV3DialectOptions,
): SandboxAnswer {
  const { world, state } = context;
  const body = request.json() as
    | { DeviceIdentifier?: unknown; Variables?: { Id: number; Value: string }[] }
    | undefined;
  const device = world.state.devices.find(({ uid }) => uid === body?.DeviceIdentifier);
  if (!device) return refuse(options, 400, 'The DeviceIdentifier field is required.');
  if (!device.isOnline) return refuse(options, state.quirks.offlineStatus, 'The device is not online.');
  const declared = new Map(inputVariables(script, context).map(({ Id, Name }) => [Id, Name]));
  const parameters: Record<string, string> = {};
  for (const { Id, Value } of body?.Variables ?? []) {
    const name = declared.get(Id);
    // a number that the script does not have is dropped
    if (name !== undefined) parameters[name] = Value;
  }
  const tag = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'runtag')?.[1] ?? null;
  const started = world.startScript({
    deviceId: device.id,
    scriptId: script.id,
    via: options.connector,
    tag,
    parameters,
  });
  return ok({ ExecutionId: started.uid });
}
