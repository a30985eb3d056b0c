// Every request we send and every answer our sandbox gives, held against Datto RMM's own OpenAPI 3.1 document.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { checkExchanges, loadVendorSpec, type OpenApiDocument } from '#connectors/sdk/testing/spec-check.ts';
import { withNullableProperties } from '#connectors/sdk/testing/swagger-document.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { dattoRmm } from './connector.ts';
import { dattoSandbox } from './sandbox/datto-sandbox.ts';
import { siteUid } from './sandbox/datto-state.ts';

const document = loadVendorSpec('datto-rmm');

/**
 * The document says what live answers do not do (the vendor's fixtures show it): times are numbers there and texts here, and
 * nothing may be null here that is null there.
 */
function asServed(source: OpenApiDocument): OpenApiDocument {
  const timesAreNumbers = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(timesAreNumbers);
    if (typeof node !== 'object' || node === null) return node;
    if ('format' in node && node.format === 'date-time') return { type: 'number' };
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, timesAreNumbers(value)]));
  };
  return withNullableProperties(timesAreNumbers(source) as OpenApiDocument);
}

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  const sandbox = await startSandbox({
    vendors: [{ dialect: dattoSandbox }],
    dials: { scriptLagMs: 40, feedLagMs: 30, settleMs: 60_000 },
  });
  const vendor = sandbox.vendors['datto/rmm'];
  if (!vendor) throw new Error('no sandbox');
  try {
    for (const { device, kind, data } of Object.values(stories)) {
      const found = sandbox.world.device(device);
      if (found) sandbox.world.raiseAlert(found, kind, { ...data });
    }
    const alert = sandbox.world.state.alerts[0]?.uid ?? '';
    const device = sandbox.world.device('ACME-WS-014')?.uid ?? '';
    const inputs: { [N in CapabilityName]?: object } = {
      'device.list': { client: siteUid({ id: 11 }), limit: 3 },
      'device.status': { device },
      'device.events': { device, limit: 30 },
      'alert.list': { device: sandbox.world.device('ACME-DC01')?.uid },
      'alert.read': { alert },
      'alert.resolve': { alert, reason: 'spec check' },
    };
    const on = testContext(dattoRmm, vendor.connection());
    await dattoRmm.test(on);
    for (const name of capabilityNames) {
      const capability = dattoRmm.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
      if (!capability || name === 'script.run') continue;
      await capability.run(on, capabilityContracts[name].input.parse(inputs[name] ?? {}), { tag: 'mspclaw:spec:1:1' });
    }
    let cursor: string | null | undefined = null;
    do cursor = (await dattoRmm.capabilities['device.list']?.run(on, { limit: 5, cursor }, { tag: '' }))?.next;
    while (cursor);
    for (const [index, service] of ['WinRM', 'Nope'].entries()) {
      const input = { device, script: 'restart-service', parameters: { service } };
      const tag = `mspclaw:spec:run:${index}`;
      const job = await dattoRmm.capabilities['script.run']?.start(on, input, { tag });
      await eventually(async () => {
        const progress = await dattoRmm.capabilities['script.run']?.poll(on, job ?? {});
        return progress?.state === 'done' ? progress : undefined;
      }, 'the job ends');
      await dattoRmm.capabilities['script.run']?.reconcile(on, input, { tag, notBefore: new Date(Date.now() - 5_000) });
    }
    for (const poll of dattoRmm.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkExchanges(asServed(document), vendor.exchanges, {
      basePath: '/api',
      // the document leaves signing in out
      ignore: /^\/auth\/oauth\/token$/,
      checksNestedFields: true,
    });
    console.info(
      `datto-rmm spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
    );
    expect(check.problems).toEqual([]);
    expect(check.requests).toBeGreaterThan(25);
    expect(check.answers).toBeGreaterThan(25);
  } finally {
    await sandbox.close();
  }
});
