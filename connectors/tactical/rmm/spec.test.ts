// Every request we send and every answer our sandbox gives, held against Tactical's own API document. It is made from
// views without serializers, so it knows paths and methods, and hardly any body or parameter.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { runScript } from './capabilities/run-script.ts';
import { tacticalRmm } from './connector.ts';
import { agentOf, startTacticalBed } from './testing/tactical-bed.ts';

const document = loadVendorSpec('tactical-rmm');
const bed = startTacticalBed();

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  const { world } = bed.sandbox;
  const server = world.device('ACME-DC01');
  const alert = server && world.raiseAlert(server, 'process.crash');
  const device = agentOf(world, 'ACME-WS-014');
  const inputs: { [N in CapabilityName]?: object } = {
    'device.list': { client: '11' },
    'device.status': { device },
    'device.events': { device },
    'alert.read': { alert: String(alert?.id) },
    'alert.resolve': { alert: String(alert?.id), reason: 'spec check' },
  };
  const on = bed.context();
  await tacticalRmm.test(on);
  await bed.finish(
    await runScript.start(on, { device, script: '101', parameters: { service: 'WinRM' } }, { tag: 'mspclaw:spec:1:1' }),
  );
  for (const name of capabilityNames) {
    const capability = tacticalRmm.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
    if (!capability || name === 'script.run') continue;
    await capability.run(on, capabilityContracts[name].input.parse(inputs[name] ?? {}), { tag: 'mspclaw:spec:2:1' });
  }
  for (let twice = 0; twice < 2; twice++)
    await tacticalRmm.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
  await tacticalRmm.triggers.webhook?.check?.(on, 'https://mspclaw.example/hook');
  for (const poll of tacticalRmm.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

  const check = checkExchanges(document, bed.vendor.exchanges, {
    isAllowed: (problem) =>
      // the document leaves the bodies of its views out; the fact sheet has them from the server's source
      problem.endsWith('has a body, and the document knows none') ||
      // and the parameters of its lists
      problem === 'GET /agents/: query parameter "client" is not in the document',
  });
  console.info(
    `tactical spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
  );
  expect(check.problems).toEqual([]);
  expect(check.requests).toBeGreaterThan(30);
});
