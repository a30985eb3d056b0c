// Scripts of Syncro by our name for them. Syncro has no list of its scripts: their numbers are entered by hand, as
// "restart-service=1234", one a line or separated by commas.
import { z } from 'zod';

const longestText = 20_000;

function parseScripts(text: string, context: z.core.$RefinementCtx<string>): Record<string, string> {
  const scripts: Record<string, string> = {};
  for (const part of text.split(/[\n,;]/)) {
    const entry = part.trim();
    if (entry === '') continue;
    const [, name = '', id = ''] = /^([A-Za-z0-9][A-Za-z0-9 ._-]{0,99}?)\s*=\s*([1-9]\d{0,17})$/.exec(entry) ?? [];
    const problem =
      name === ''
        ? `"${entry.slice(0, 60)}" is not a name, "=" and a number.`
        : Object.hasOwn(scripts, name)
          ? `"${name}" is there twice.`
          : null;
    if (problem) {
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    }
    scripts[name] = id;
  }
  return scripts;
}

/** Text as a person enters it, or the map as it was stored; name -> number as text. */
export const configuredScripts = z.union([
  z.string().max(longestText).transform(parseScripts),
  z.record(z.string().min(1).max(100), z.string().regex(/^[1-9]\d{0,17}$/)),
]);
