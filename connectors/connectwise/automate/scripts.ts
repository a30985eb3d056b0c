// The script library of an Automate server, and finding one script in it.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Script } from '#connectors/sdk/nouns.ts';
import { callbackVariable, tagVariable } from '#connectors/sdk/scripts/script-variables.ts';
import type { AutomateContext } from './auth.ts';
import { wholeList } from './client.ts';
import { type AutomateScript, scriptShape } from './vendor-shapes.ts';

export async function computerScripts(context: AutomateContext): Promise<AutomateScript[]> {
  const scripts = await wholeList(context, { shape: scriptShape, path: '/Scripts', action: 'list the scripts' });
  return scripts.filter((script) => script.IsComputerScript !== false);
}

/** By id or by exact name. @throws ConnectorError `not-found` | `invalid-input` */
export async function findScript(context: AutomateContext, wanted: string): Promise<AutomateScript> {
  const found = (await computerScripts(context)).filter((script) => script.Id === wanted || script.Name === wanted);
  const [script] = found;
  const shown = wanted.slice(0, 100);
  if (!script) throw new ConnectorError('not-found', `Automate has no computer script "${shown}".`);
  if (found.length === 1) return script;
  throw new ConnectorError('invalid-input', `Automate has ${found.length} scripts "${shown}". Use the id.`);
}

const own = new Set([tagVariable, callbackVariable].map((name) => name.toLowerCase()));

export const toScript = (script: AutomateScript): Script => ({
  id: script.Id,
  name: script.Name,
  description: script.Comments || null,
  // Automate does not tell which systems a script is for
  osFamilies: [],
  parameters: (script.Parameters ?? [])
    .filter((name) => !own.has(name.toLowerCase()))
    .map((name) => ({ name, type: 'string', required: false })),
});
