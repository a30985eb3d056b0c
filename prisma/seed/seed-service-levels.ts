// What the demo MSP promised everybody, so that the console shows clocks. A promise that somebody changed stays.
import { listServiceLevels, saveServiceLevel } from '../../server/features/service-levels/manage-service-levels.ts';
import type { SaveServiceLevelInput } from '../../server/features/service-levels/service-level.schema.ts';
import type { Database } from '../../server/platform/db/database.ts';
import type { TenantContext } from '../../server/platform/tenant.ts';

const hour = 60;
const workday = [{ from: 8 * hour, to: 18 * hour }];
const standard: SaveServiceLevelInput = {
  name: 'Standard',
  clientId: null,
  timeZone: 'Europe/London',
  week: [workday, workday, workday, workday, workday, [], []],
  holidays: ['2026-12-25', '2026-12-28', '2027-01-01'],
  targets: {
    critical: { response: 15, resolution: 4 * hour },
    high: { response: 30, resolution: 8 * hour },
    medium: { response: 2 * hour, resolution: 20 * hour },
    low: { response: 8 * hour, resolution: null },
  },
  pausedStages: ['waiting-customer', 'waiting-vendor'],
  staleAfterMinutes: 20 * hour,
};

export async function seedServiceLevels(tenant: TenantContext, deps: { database: Database }): Promise<void> {
  const levels = { database: deps.database, now: () => new Date() };
  if ((await listServiceLevels(tenant, levels)).length > 0) return;
  await saveServiceLevel(tenant, standard, levels);
}
