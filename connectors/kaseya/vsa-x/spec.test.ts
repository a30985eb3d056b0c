// VSA X publishes no document. Every path we use is in the index of its operations; requests and sandbox answers are held
// against the document of the same API family, which was derived from Pulseway's reference.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startRestV3Bed } from '#connectors/families/rest-v3/testing/rest-v3-bed.ts';
import { checkFamily, makeExchanges } from '#connectors/families/rest-v3/testing/spec-exchanges.ts';
import { loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { vsaXOptions } from './sandbox/vsa-x-sandbox.ts';
import { vsaXProduct } from './testing/vsa-x-product.ts';

const document = loadVendorSpec('pulseway');
const indexFile = join(import.meta.dirname, '../../../../shared/vendors/kaseya-vsa/operations.vsax.json');
const indexShape = z.object({ operations: z.array(z.object({ method: z.string(), path: z.string() })) });
const bed = startRestV3Bed(vsaXProduct);

it.skipIf(!document)('requests and sandbox answers fit the document of the API family', async () => {
  if (!document) return;
  await makeExchanges(bed);
  const check = checkFamily(
    document,
    bed,
    (problem) =>
      // written with a slash at its end there, and without one in the index of VSA X
      problem === 'GET /environment: is not in the document',
  );
  console.info(
    `kaseya vsa-x spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
  );
  expect(check.problems).toEqual([]);
  expect(check.requests).toBeGreaterThan(30);
  expect(check.answers).toBeGreaterThan(30);
});

it.skipIf(!existsSync(indexFile))('every operation that is used is in the index of VSA X', async () => {
  await makeExchanges(bed);
  const { operations } = indexShape.parse(JSON.parse(readFileSync(indexFile, 'utf8')));
  const patterns = operations.map(({ method, path }) => new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/]+')}$`));
  const used = bed.vendor.exchanges.map(({ method, path }) => `${method} ${path.slice(vsaXOptions.base.length)}`);
  const unknown = used.filter((one) => !patterns.some((pattern) => pattern.test(one)));
  expect(unknown).toEqual([]);
  const covered = patterns.filter((pattern) => used.some((one) => pattern.test(one))).length;
  console.info(`kaseya vsa-x index: ${covered} of ${patterns.length} operations are used`);
  expect(covered).toBeGreaterThan(14);
});
