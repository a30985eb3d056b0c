// The connector contract: what a connector says about itself is true, and all there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilityContracts, capabilityNames, systemsOf } from '../../capability-contracts.ts';
import type { ContractBed } from './contract-bed.ts';

export function describesItself(bed: ContractBed): void {
  const { connector, claimed, direct, context, subject } = bed;

  describe('says who it is', () => {
    it('has its id from its folder, and the files every connector has', () => {
      expect(subject.folder.replaceAll('\\', '/').endsWith(`connectors/${connector.id}`)).toBe(true);
      for (const file of ['connector.ts', 'auth.ts', 'client.ts', 'README.md', 'capabilities', 'sandbox']) {
        expect(existsSync(join(subject.folder, file)), file).toBe(true);
      }
    });
    it('says honestly how it was verified, also in its README', () => {
      expect(['simulated', 'vendor sandbox', 'live']).toContain(connector.verification.level);
      expect(connector.verification.on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      const readme = readFileSync(join(subject.folder, 'README.md'), 'utf8');
      expect(readme).toContain(connector.verification.level);
      for (const name of capabilityNames) {
        if (!connector.systems.includes(capabilityContracts[name].system)) continue;
        // claimed or not, it is named: what it cannot do is said, never left to be found out
        expect(readme, `README names ${name}`).toContain(name);
        const why = connector.cannot[name];
        expect(
          claimed.includes(name) ? why === undefined : (why?.length ?? 0) > 20,
          `${name}: claimed, or why not`,
        ).toBe(true);
      }
    });
    it('says what its key must be allowed, for every capability', () => {
      const needed = new Set(connector.permissions.flatMap((permission) => permission.neededFor));
      expect(connector.permissions.length).toBeGreaterThan(0);
      for (const name of claimed) expect(needed.has(name) || needed.has('connection'), name).toBe(true);
    });
    it('asks for exactly what its schemas hold, secrets apart from settings, each with a place to find it', () => {
      const settings = Object.keys(bed.running.connection.settings as object);
      const secrets = Object.keys(bed.running.connection.secrets as object);
      const names = connector.auth.fields.map((field) => field.name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of [...settings, ...secrets]) expect(names).toContain(name);
      for (const field of connector.auth.fields) {
        expect(field.help.length, field.name).toBeGreaterThan(10);
        if (settings.includes(field.name)) expect(field.secret, field.name).toBe(false);
        if (secrets.includes(field.name)) expect(field.secret || /public|id$/i.test(field.name), field.name).toBe(true);
      }
      expect(connector.auth.settings.safeParse({}).success).toBe(false);
      expect(connector.auth.secrets.safeParse({}).success).toBe(false);
    });
    it('claims only capabilities of its own system, and can find again what must not be repeated', () => {
      expect(claimed.length).toBeGreaterThan(0);
      for (const name of claimed) {
        const contract = capabilityContracts[name];
        expect(
          systemsOf(name).some((system) => connector.systems.includes(system)),
          name,
        ).toBe(true);
        if (contract.idempotency === 'keyed') expect(direct(name)?.reconcile, name).toBeTypeOf('function');
        expect(subject.inputs[name], `an input for ${name}`).toBeTypeOf('function');
      }
      expect(connector.limits.requestsPerMinute).toBeGreaterThan(0);
      expect(connector.limits.visibilityLagMs).toBeGreaterThanOrEqual(0);
    });
    it('tests a connection with live figures', async () => {
      const result = await connector.test(context());
      expect(result.summary).toMatch(/\d/);
    });
  });
}
