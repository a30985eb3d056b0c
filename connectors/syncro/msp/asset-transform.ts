// Assets and alerts of Syncro as our nouns. Pure. What an agent knows lies in free properties whose names vary from tenant
// to tenant: what is recognised is told, everything else is null.

import { type MonitorKind, toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import { osFamilyOfWords } from '#connectors/sdk/devices/device-words.ts';
import type { Device, DeviceStatus, VendorAlert } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { customerName } from './transform.ts';
import type { SyncroAlert, SyncroAsset } from './vendor-shapes.ts';

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The first text under one of these names, at most three levels deep. */
function property(asset: SyncroAsset, names: readonly string[]): string | null {
  const wanted = new Set(names);
  const walk = (value: unknown, depth: number): string | null => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 3) return null;
    const entries = Object.entries(value).slice(0, 300);
    const direct = entries.find(
      ([name, inner]) => wanted.has(plain(name)) && typeof inner === 'string' && inner !== '',
    );
    if (direct) return String(direct[1]).slice(0, 300);
    for (const [, inner] of entries) {
      const deeper = walk(inner, depth + 1);
      if (deeper !== null) return deeper;
    }
    return null;
  };
  return walk(asset.properties, 0) ?? walk(asset.rmm_store?.general, 0);
}

const triggersOf = (asset: SyncroAsset) => Object.entries(asset.rmm_store?.triggers ?? {});
const isOn = (value: unknown) => value === true || value === 'true';

/** Syncro says only whether its own offline alert is up: "false" lags behind by that alert's minutes. */
function onlineOf(asset: SyncroAsset): boolean | null {
  const trigger = triggersOf(asset).find(([name]) => name === 'agent_offline_triggered');
  return trigger ? !isOn(trigger[1]) : null;
}

function roleOf(asset: SyncroAsset, os: string | null): Device['role'] {
  const words = `${asset.asset_type ?? ''} ${os ?? ''}`;
  if (/server/i.test(words)) return 'server';
  if (/router|switch|firewall|printer|access point/i.test(asset.asset_type ?? '')) return 'network';
  return /windows|mac ?os|desktop|laptop|workstation/i.test(words) ? 'workstation' : 'other';
}

export function toDevice(asset: SyncroAsset): Device {
  const os = property(asset, ['os', 'operatingsystem', 'osname', 'osversion']);
  const mac = property(asset, ['macaddress', 'mac', 'primarymac']);
  return {
    id: asset.id,
    name: asset.name ?? `Asset ${asset.id}`,
    client: asset.customer_id === null ? null : { id: asset.customer_id, name: customerName(asset.customer) },
    site: null,
    role: roleOf(asset, os),
    os,
    osFamily: osFamilyOfWords(os ?? ''),
    serial: asset.asset_serial || null,
    macs: mac ? [mac.toUpperCase().replaceAll('-', ':')] : [],
    online: onlineOf(asset),
    lastSeenAt: toInstant(property(asset, ['lastseen', 'lastseenat', 'lastsynced', 'lastsyncedat', 'lastcheckin'])),
  };
}

export const lastBootOf = (asset: SyncroAsset): string | null =>
  toInstant(property(asset, ['lastboot', 'lastboottime', 'lastbootuptime', 'lastbootat', 'boottime']));
export const lastUserOf = (asset: SyncroAsset): string | null =>
  property(asset, ['lastuser', 'lastloggedinuser', 'loggedinuser', 'currentuser', 'username']);

export function healthOf(asset: SyncroAsset): DeviceStatus['health'] {
  const triggers = triggersOf(asset);
  if (triggers.length === 0) return 'unknown';
  return triggers.some(([, value]) => isOn(value)) ? 'needs-attention' : 'healthy';
}

/** "low_hd_space_triggered" and the like, where an alert names its monitor. */
function monitorOf(trigger: string): MonitorKind {
  if (/low_hd_space/.test(trigger)) return 'disk';
  if (/agent_offline/.test(trigger)) return 'offline';
  if (/app_crash/.test(trigger)) return 'event-log';
  return /service/.test(trigger) ? 'service' : /patch|windows_update/.test(trigger) ? 'patch' : 'unknown';
}

export function toAlert(row: SyncroAlert): VendorAlert {
  const named = row.properties?.trigger;
  const trigger = typeof named === 'string' ? named : '';
  const isActive = row.resolved !== true && !/^(resolved|cleared)$/i.test(row.status ?? '');
  return toVendorAlert({
    id: row.id,
    device: row.asset_id === null ? null : { id: row.asset_id, name: row.computer_name ?? null },
    client: row.customer_id === null || row.customer_id === '0' ? null : { id: row.customer_id, name: null },
    // Syncro's alerts have no severity
    severity: 'moderate',
    title: row.description ?? '',
    message: row.formatted_output || row.description || '',
    monitor: monitorOf(trigger),
    condition: trigger || (row.description ?? '').slice(0, 200),
    parameters: row.properties ?? {},
    raisedAt: toInstant(row.created_at) ?? new Date(0).toISOString(),
    isActive,
    clearedAt: isActive ? null : toInstant(row.updated_at),
  });
}
