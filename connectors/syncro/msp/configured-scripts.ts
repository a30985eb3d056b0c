// Scripts of Syncro by our name for them. Syncro has no list of its scripts: their numbers are entered by hand, as
// "restart-service=1234", separated by commas or line ends. The setting stays the text a person entered, so that it can be
// edited again; what it means is read here.
import { z } from 'zod';

const longestText = 20_000;

/** name -> number of the script, or what is wrong with the text */
function readScripts(text: string): Map<string, string> | { problem: string } {
  const scripts = new Map<string, string>();
  for (const part of text.split(/[\n,;]/)) {
    const entry = part.trim();
    if (entry === '') continue;
    const [, name, id] = /^([A-Za-z0-9][A-Za-z0-9 ._-]{0,99}?)\s*=\s*([1-9]\d{0,14})$/.exec(entry) ?? [];
    if (name === undefined || id === undefined) {
      return { problem: `"${entry.slice(0, 60)}" is not a name, "=" and a number.` };
    }
    if (scripts.has(name)) return { problem: `"${name}" is there twice.` };
    scripts.set(name, id);
  }
  return scripts;
}

export const scriptsSchema = z
  .string()
  .trim()
  .max(longestText)
  .superRefine((text, context) => {
    const read = readScripts(text);
    if ('problem' in read) context.addIssue({ code: 'custom', message: read.problem });
  });

/** Of settings that were validated; a text that means nothing has no scripts. */
export function scriptsOf(settings: { scripts: string }): ReadonlyMap<string, string> {
  const read = readScripts(settings.scripts);
  return 'problem' in read ? new Map() : read;
}
