// Every request we send and every answer our sandbox gives, held against the document that was derived from Pulseway's own
// reference: paths, parameters, and the shape of one example for each answer.
import { expect, it } from 'vitest';
import { startRestV3Bed } from '#connectors/families/rest-v3/testing/rest-v3-bed.ts';
import { checkFamily, makeExchanges } from '#connectors/families/rest-v3/testing/spec-exchanges.ts';
import { loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { pulsewayProduct } from './testing/pulseway-product.ts';

const document = loadVendorSpec('pulseway');
const bed = startRestV3Bed(pulsewayProduct);

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  await makeExchanges(bed);
  const check = checkFamily(document, bed, () => false);
  console.info(
    `pulseway spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
  );
  expect(check.problems).toEqual([]);
  expect(check.requests).toBeGreaterThan(30);
  expect(check.answers).toBeGreaterThan(30);
});
