// How late a vendor may show what it was told to do. The connector says; a sandbox shows sooner, and says so itself.
import type { Connector } from '#connectors/sdk/connector.ts';
import type { ConnectionRow } from './connections.repository.ts';

export function visibilityLagOf(row: Pick<ConnectionRow, 'isSandbox' | 'settings'>, connector: Connector): number {
  const { visibilityLagMs } = connector.limits;
  const { settings } = row;
  if (!row.isSandbox || typeof settings !== 'object' || settings === null) return visibilityLagMs;
  const own = 'sandboxVisibilityLagMs' in settings ? settings.sandboxVisibilityLagMs : undefined;
  return typeof own === 'number' && own >= 0 ? Math.min(own, visibilityLagMs) : visibilityLagMs;
}
