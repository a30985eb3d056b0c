// Scripts of a REST v3 library. The list tells no variables: they are in the answer for one script, and a value is given
// under the number of its variable.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { Script } from '#connectors/sdk/nouns.ts';
import { callbackVariable, type ScriptVariable, tagVariable } from '#connectors/sdk/scripts/script-variables.ts';
import type { RestV3 } from './client.ts';
import type { RestV3Context } from './vendor.ts';
import { type RestV3Script, type RestV3ScriptRow, scriptRowShape, scriptShape } from './vendor-shapes.ts';

export const scriptList = {
  path: '/automation/scripts',
  shape: scriptRowShape,
  action: 'list the scripts',
} as const;

/** a library with every built-in script has some hundreds */
const maxPages = 50;
/** One request each, and the library is looked at before every run: with more scripts of one's own, none is read. */
const mostVariablesRead = 20;

const families: Record<string, Script['osFamilies'][number]> = {
  windows: 'windows',
  'mac os': 'macos',
  macos: 'macos',
  linux: 'linux',
};

export async function listScripts(api: RestV3, context: RestV3Context): Promise<Script[]> {
  const rows = await api.all(context, scriptList, maxPages);
  const own = rows.filter((row) => row.IsBuiltIn !== true);
  const few = own.length <= mostVariablesRead ? own : [];
  const details = await Promise.all(few.map((row) => readScript(api, context, row.Id)));
  const known = new Map(details.flatMap((script) => (script ? [[script.Id, script]] : [])));
  return rows.map((row) => toScript(row, known.get(row.Id)));
}

const toScript = (row: RestV3ScriptRow, script: RestV3Script | undefined): Script => ({
  id: row.Id,
  name: row.Name ?? row.Id,
  description: row.Description,
  osFamilies: (row.Platforms ?? []).map((platform) => families[platform.toLowerCase()] ?? 'other'),
  parameters: (script?.InputVariables ?? []).map((variable) => ({
    name: variable.Name,
    type: variable.VariableType?.toLowerCase() ?? 'text',
    required: false,
  })),
});

const readScript = (api: RestV3, context: RestV3Context, id: string): Promise<RestV3Script | null> =>
  api.readIfThere(context, scriptShape, {
    path: `/automation/scripts/${pathPart(id, 'script')}`,
    action: 'read the script',
  });

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By id or by exact name. @throws ConnectorError `not-found` | `invalid-input` for a name that several have */
export async function findScript(api: RestV3, context: RestV3Context, wanted: string): Promise<RestV3Script> {
  const byId = uuid.test(wanted) ? await readScript(api, context, wanted) : null;
  if (byId) return byId;
  const named = (await api.all(context, scriptList, maxPages)).filter((row) => row.Name === wanted);
  if (named.length > 1) {
    throw new ConnectorError(
      'invalid-input',
      `${named.length} scripts are named "${wanted.slice(0, 80)}". Give the id.`,
    );
  }
  const script = named[0] && (await readScript(api, context, named[0].Id));
  if (script) return script;
  throw new ConnectorError(
    'not-found',
    `${api.vendor.name} shows this token no script "${wanted.slice(0, 80)}". It must exist, under exactly this name.`,
  );
}

/**
 * Under the numbers that the script declares. A value that it has no variable for would be lost without a word, so it is
 * refused; our own are left out where there is none for them.
 */
export function fittingVariables(
  script: RestV3Script,
  given: readonly ScriptVariable[],
): { Id: number | string; Value: string }[] {
  const declared = script.InputVariables ?? [];
  return given.flatMap((variable) => {
    const found = declared.find(({ Name }) => Name.toLowerCase() === variable.name.toLowerCase());
    if (found) return [{ Id: found.Id, Value: variable.value }];
    if (variable.name === tagVariable || variable.name === callbackVariable) return [];
    const names = declared.map(({ Name }) => Name).join(', ') || 'none';
    throw new ConnectorError(
      'invalid-input',
      `The script "${script.Name ?? script.Id}" has no variable "${variable.name}". It has: ${names}.`,
      { maybeApplied: false },
    );
  });
}
