// Every request we send and every answer our sandbox gives, held against NinjaOne's own API document.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { ninjaoneRmm } from './connector.ts';
import { ninjaoneSandbox } from './sandbox/sandbox.ts';

const document = loadVendorSpec('ninjaone');

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  const sandbox = await startSandbox({
    vendors: [{ dialect: ninjaoneSandbox }],
    dials: { scriptLagMs: 40, feedLagMs: 30, settleMs: 60_000 },
  });
  const vendor = sandbox.vendors['ninjaone/rmm'];
  if (!vendor) throw new Error('no sandbox');
  try {
    for (const { device, kind, data } of Object.values(stories)) {
      const found = sandbox.world.device(device);
      if (found) sandbox.world.raiseAlert(found, kind, { ...data });
    }
    const uid = sandbox.world.state.alerts[0]?.uid ?? '';
    const inputs: { [N in CapabilityName]?: object } = {
      'device.list': { client: '11', limit: 3 },
      'device.status': { device: '206' },
      'device.events': { device: '206', limit: 30 },
      'script.list': {},
      'alert.list': {},
      'alert.read': { alert: uid },
      'alert.resolve': { alert: uid, reason: 'spec check' },
    };
    const on = testContext(ninjaoneRmm, vendor.connection());
    await ninjaoneRmm.test(on);
    for (const name of capabilityNames) {
      const capability = ninjaoneRmm.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
      if (!capability || name === 'script.run') continue;
      await capability.run(on, capabilityContracts[name].input.parse(inputs[name]), { tag: 'mspclaw:spec:1:1' });
    }
    // an alert that has cleared, once the feed knows of it
    await eventually(async () => {
      const read = await ninjaoneRmm.capabilities['alert.read']
        ?.run(on, { alert: uid }, { tag: '' })
        .catch(() => undefined);
      return read?.clearedAt ? read : undefined;
    }, 'the cleared alert is read');
    const job = await ninjaoneRmm.capabilities['script.run']?.start(
      on,
      { device: '205', script: 'restart-service', parameters: { service: 'WinRM' } },
      { tag: 'mspclaw:spec:2:1' },
    );
    await eventually(async () => {
      const progress = await ninjaoneRmm.capabilities['script.run']?.poll(on, job ?? {});
      return progress?.state === 'done' ? progress : undefined;
    }, 'the script ends');
    await ninjaoneRmm.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
    for (const poll of ninjaoneRmm.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkExchanges(document, vendor.exchanges, { ignore: /^\/ws\/oauth\/token$/ });
    console.info(
      `ninjaone spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
    );
    expect(check.problems).toEqual([]);
    expect(check.requests).toBeGreaterThan(30);
    expect(check.answers).toBeGreaterThan(25);
  } finally {
    await sandbox.close();
  }
});
