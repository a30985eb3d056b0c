// The MSP's script library at NinjaOne, and finding one script in it.
import { z } from 'zod';
import { osFamilyOfWords } from '#connectors/sdk/devices/device-words.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Script } from '#connectors/sdk/nouns.ts';
import { tagVariable } from '#connectors/sdk/scripts/script-variables.ts';
import type { NinjaContext } from './auth.ts';
import { readList } from './client.ts';
import { type NinjaScript, scriptShape } from './vendor-shapes.ts';

export function listNinjaScripts(context: NinjaContext): Promise<NinjaScript[]> {
  return readList(context, z.array(scriptShape), {
    path: '/v2/automation/scripts',
    action: 'list the scripts',
  });
}

/** By id or by exact name. @throws ConnectorError `not-found` | `invalid-input` */
export async function findScript(context: NinjaContext, wanted: string): Promise<NinjaScript> {
  const found = (await listNinjaScripts(context)).filter(
    (script) => String(script.id) === wanted || script.name === wanted,
  );
  const [script] = found;
  const shown = wanted.slice(0, 100);
  if (!script) throw new ConnectorError('not-found', `NinjaOne's library has no script "${shown}".`);
  if (found.length > 1) {
    throw new ConnectorError('invalid-input', `NinjaOne's library has ${found.length} scripts "${shown}". Use the id.`);
  }
  if (script.active === false) throw new ConnectorError('invalid-input', `The script "${shown}" is not active.`);
  return script;
}

export function toScript(script: NinjaScript): Script {
  return {
    id: String(script.id),
    name: script.name,
    description: script.description ?? null,
    osFamilies: [...new Set((script.operatingSystems ?? []).map(osFamilyOfWords))],
    parameters: (script.scriptVariables ?? [])
      .filter((variable) => variable.name.toLowerCase() !== tagVariable.toLowerCase())
      .map((variable) => ({
        name: variable.name,
        type: (variable.type ?? 'TEXT').toLowerCase(),
        required: variable.required ?? false,
      })),
  };
}
