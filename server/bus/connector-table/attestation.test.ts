// A result of a real run is believed when a maintainer signed exactly this content.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sandboxes } from '#connectors/registry.gen.ts';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { checkLive } from '#connectors/sdk/testing/check-live.ts';
import { registeredConnectors } from '../registry.ts';
import { attest, rawPublicKey, type Statement, whoAttested } from './attestation.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const maintainers = { Robin: rawPublicKey(privateKey) };
const statement: Statement = {
  statement: 'mspclaw/connector-live-check/v1',
  connector: 'toy/tool',
  version: '0.1.0',
  commit: null,
  level: 'live',
  on: '2026-11-20',
  results: [{ capability: 'device.list', outcome: 'ok', detail: '3 items' }],
};

describe('a signed result', () => {
  it('is believed when a maintainer signed it, and names who', () => {
    expect(whoAttested(attest(statement, pem), maintainers)).toBe('Robin');
  });

  it('is not believed when anything in it was changed, or the key is a stranger’s', () => {
    const good = attest(statement, pem);
    const changes: Partial<typeof good>[] = [
      { on: '2027-01-01' },
      { connector: 'ninjaone/rmm' },
      { level: 'vendor sandbox' },
      { results: [{ capability: 'script.run', outcome: 'ok', detail: '3 items' }] },
      { signature: `${good.signature.slice(0, -4)}AAA=` },
      { signature: '' },
    ];
    for (const change of changes)
      expect(whoAttested({ ...good, ...change }, maintainers), JSON.stringify(change)).toBeNull();
    expect(whoAttested(good, {})).toBeNull();
    const stranger = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(whoAttested(attest(statement, stranger), maintainers)).toBeNull();
  });
});

describe('the check against a tenant', () => {
  it.each(Object.keys(sandboxes))(
    '%s: every reading capability is tried, nothing is changed, no name is told',
    async (id) => {
      const connector = registeredConnectors[id];
      const dialect = await sandboxes[id]?.();
      if (!connector || !dialect) throw new Error('not registered');
      const sandbox = await startSandbox({ vendors: [{ dialect }] });
      const device = sandbox.world.device('ACME-WS-014');
      if (device) sandbox.world.raiseAlert(device, 'disk.space');
      const before = JSON.stringify([
        sandbox.world.state.tickets,
        sandbox.world.state.notes,
        sandbox.world.state.scriptRuns,
      ]);
      const connection = sandbox.vendors[id]?.connection();
      if (!connection) throw new Error('no sandbox');
      const results = await checkLive(connector, connection);
      expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(results.filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(1);
      const after = JSON.stringify([
        sandbox.world.state.tickets,
        sandbox.world.state.notes,
        sandbox.world.state.scriptRuns,
      ]);
      expect(after).toBe(before);
      const told = JSON.stringify(results);
      for (const client of sandbox.world.state.clients) expect(told).not.toContain(client.name);
      await sandbox.close();
    },
  );
});
