// Everything the connector asks for, so that every exchange can be held against the family's document.

import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import type { OpenApiDocument, SpecCheck } from '#connectors/sdk/testing/spec-check.ts';
import { checkExchanges } from '#connectors/sdk/testing/spec-check.ts';
import { withNullableProperties } from '#connectors/sdk/testing/swagger-document.ts';
import type { RestV3Bed } from './rest-v3-bed.ts';

const url = 'https://mspclaw.example/hooks/1';

export async function makeExchanges(bed: RestV3Bed): Promise<void> {
  const { connector } = bed.product;
  const { world } = bed.sandbox;
  for (const { device, kind, data } of Object.values(stories)) world.raiseAlert(bed.device(device), kind, { ...data });
  const alert = String(world.state.alerts[0]?.id);
  const device = bed.device('ACME-WS-014').uid;
  const inputs: { [N in CapabilityName]?: object } = {
    'device.list': { client: '11', limit: 3 },
    'device.status': { device },
    'device.events': { device },
    'alert.list': { device },
    'alert.read': { alert },
    'alert.resolve': { alert, reason: 'spec check' },
  };
  const on = bed.context({}, { scriptCallbacks: bed.scriptCallbacks });
  await connector.test(on);
  for (const name of capabilityNames) {
    const capability = connector.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
    if (!capability || name === 'script.run') continue;
    await capability.run(on, capabilityContracts[name].input.parse(inputs[name] ?? {}), { tag: 'mspclaw:spec:1:1' });
  }
  await connector.capabilities['device.list']?.run(on, { limit: 1_000 }, { tag: '' });
  await connector.capabilities['alert.list']?.run(on, {}, { tag: '' });
  await errorOf(connector.capabilities['alert.read']?.run(on, { alert }, { tag: '' }));
  const run = connector.capabilities['script.run'];
  for (const [index, service] of ['WinRM', 'Nope'].entries()) {
    const input = { device, script: 'restart-service', parameters: { service } };
    const tag = `mspclaw:spec:run:${index}`;
    await bed.finish(await run?.start(on, input, { tag }), on);
    await run?.reconcile(on, input, { tag, notBefore: new Date(Date.now() - 5_000) });
  }
  const { webhook, polls } = connector.triggers;
  await webhook?.register?.(on, url);
  const [hook] = bed.state.webhooks;
  if (hook) hook.Priorities = ['Critical'];
  await webhook?.register?.(on, url);
  await webhook?.check?.(on, url);
  for (const poll of polls) await poll.poll(on, (await poll.poll(on, null)).cursor);
}

/**
 * The document was made from one example of each answer: what is null in another record cannot be seen in it, and names of
 * inventory fields are those of its first category.
 */
export const checkFamily = (
  document: OpenApiDocument,
  bed: RestV3Bed,
  product: (problem: string) => boolean,
): SpecCheck =>
  checkExchanges(withNullableProperties(document), bed.vendor.exchanges, {
    basePath: bed.product.options.base,
    checksNestedFields: true,
    isAllowed: (problem) =>
      // of the second category; the example has it, the shape read from the first one has not
      /^GET \/assets(\/\{id\})?: answer field "[^"]*Serial Number" is not in the document$/.test(problem) ||
      // the parameter table leaves the name out, the example beside it has it
      /^(POST|PUT) \/notifications\/webhooks(\/\{id\})?: body field "Name" is not in the document$/.test(problem) ||
      product(problem),
  });
