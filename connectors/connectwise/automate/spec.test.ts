// Every request of the connector and every answer of its sandbox against the vendor's document (product about 25.0.5).
import { expect, it } from 'vitest';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { startScriptCallbacks } from '#connectors/sdk/testing/script-callbacks.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseAutomate } from './connector.ts';
import { connectwiseAutomateSandbox } from './sandbox/connectwise-automate-sandbox.ts';
import { capabilities, finish } from './testing/automate-harness.ts';

const document = loadVendorSpec('connectwise-automate');

const allowed: [RegExp, string][] = [
  // generated from the parameter object of the server: the names that work are these (quirk 2)
  [/: query parameter "(page|pagesize|condition|orderby|includefields|ids)" is not in the document$/, 'flat names'],
  // the document says date-time, the server leaves the zone out of some (quirk 6)
  [/: answer .*must match format "date-time"$/, 'times without a zone'],
];

it.skipIf(!document)('requests and answers fit the vendor’s document', async () => {
  if (!document) return;
  const sandbox = await startSandbox({
    vendors: [{ dialect: connectwiseAutomateSandbox }],
    dials: { scriptLagMs: 30, feedLagMs: 30, settleMs: 50 },
  });
  const scriptCallbacks = await startScriptCallbacks();
  try {
    const vendor = sandbox.vendors['connectwise/automate'];
    const server = sandbox.world.device('ACME-DC01');
    if (!vendor || !server) throw new Error('no sandbox');
    const alert = sandbox.world.raiseAlert(server, 'process.crash');
    const on = testContext(connectwiseAutomate, vendor.connection(), { scriptCallbacks });
    const no = { tag: 'mspclaw:spec:1' };
    await connectwiseAutomate.test(on);
    await on.dropToken('session');
    await capabilities['client.list']?.run(on, { limit: 2 }, no);
    await capabilities['device.list']?.run(on, { client: '11', limit: 3 }, no);
    await capabilities['device.status']?.run(on, { device: '206' }, no);
    await capabilities['device.events']?.run(on, { device: '206', limit: 5 }, no);
    await capabilities['script.list']?.run(on, {}, no);
    await capabilities['alert.list']?.run(on, { device: '206' }, no);
    await capabilities['alert.read']?.run(on, { alert: String(alert.id) }, no);
    const run = { device: '205', script: 'restart-service', parameters: { service: 'WinRM' } };
    await finish('script.run', await capabilities['script.run']?.start(on, run, no), on);
    await capabilities['script.run']?.reconcile(on, run, { ...no, notBefore: new Date(0) });
    // without a report the history is read
    const plain = testContext(connectwiseAutomate, vendor.connection());
    await finish('script.run', await capabilities['script.run']?.start(plain, run, { tag: 'mspclaw:spec:2' }), plain);
    const command = {
      device: '205',
      shell: 'cmd' as const,
      text: 'echo %service%',
      parameters: { service: 'WinRM' },
      timeoutSeconds: 60,
      maxOutputCharacters: 1_000,
    };
    await finish('command.run', await capabilities['command.run']?.start(on, command, { tag: 'mspclaw:spec:3' }), on);
    await capabilities['command.run']?.reconcile(on, command, { tag: 'mspclaw:spec:4', notBefore: new Date(0) });
    for (const poll of connectwiseAutomate.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkExchanges(document, vendor.exchanges, {
      basePath: '/cwa',
      isAllowed: (problem) => allowed.some(([pattern]) => pattern.test(problem)),
    });
    console.info(
      `automate spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
    );
    expect(check.problems).toEqual([]);
    expect(check.requests).toBeGreaterThan(40);
    expect(check.answers).toBeGreaterThan(40);
  } finally {
    await sandbox.close();
    await scriptCallbacks.close();
  }
});
