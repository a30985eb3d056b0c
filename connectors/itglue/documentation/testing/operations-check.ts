// IT Glue publishes no OpenAPI document. What there is: an index of operations (method, paths, filters) read from a client
// that many people use. Requests are held against that.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Exchange } from '#connectors/sdk/sandbox/sandbox-server.ts';

const indexShape = z.object({
  operations: z.record(
    z.string(),
    z.object({ method: z.string(), paths: z.array(z.string()), query: z.array(z.string()).optional() }),
  ),
});
export type OperationIndex = z.output<typeof indexShape>;

/** `../shared/vendors/it-glue/operations.json` beside the repository, or null with the reason printed */
export function loadOperations(): OperationIndex | null {
  const file = join(import.meta.dirname, '../../../../../shared/vendors/it-glue/operations.json');
  if (existsSync(file)) return indexShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  console.warn('operations check of IT Glue skipped: there is no ../shared/vendors/it-glue beside the repository');
  return null;
}

const ofEveryList = new Set(['page[number]', 'page[size]']);

/** @param allowed query parameters the index lacks, each with its reason beside the call */
export function checkOperations(
  index: OperationIndex,
  exchanges: readonly Exchange[],
  allowed: ReadonlySet<string>,
): { requests: number; operations: number; problems: string[] } {
  const problems = new Set<string>();
  const used = new Set<string>();
  for (const { method, path, query } of exchanges) {
    const found = Object.entries(index.operations).find(
      ([, operation]) => operation.method === method && operation.paths.some((template) => fits(template, path)),
    );
    if (!found) {
      problems.add(`${method} ${path} is not in the index`);
      continue;
    }
    const [name, operation] = found;
    used.add(name);
    for (const [parameter] of query) {
      if (ofEveryList.has(parameter) || allowed.has(parameter) || operation.query?.includes(parameter)) continue;
      problems.add(`${method} ${path}: ${parameter} is not in the index`);
    }
  }
  return { requests: exchanges.length, operations: used.size, problems: [...problems].sort() };
}

function fits(template: string, path: string): boolean {
  const expected = template.split('/');
  const given = path.split('/');
  return expected.length === given.length && expected.every((part, at) => part.startsWith('{') || part === given[at]);
}
