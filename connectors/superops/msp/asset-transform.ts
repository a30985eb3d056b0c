// Assets, scripts and alerts of SuperOps as our nouns. Pure.
import { toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { Device, DeviceEvent, DeviceStatus, Script, Severity, VendorAlert } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type {
  SuperopsActivity,
  SuperopsAlert,
  SuperopsAsset,
  SuperopsDisk,
  SuperopsPatch,
  SuperopsScript,
  SuperopsSize,
} from './vendor-shapes.ts';

export function osFamilyOf(platform: string | null | undefined): Device['osFamily'] {
  if (/windows/i.test(platform ?? '')) return 'windows';
  if (/mac ?os|os ?x|darwin/i.test(platform ?? '')) return 'macos';
  return /linux|ubuntu|debian|red ?hat|centos|fedora|suse/i.test(platform ?? '') ? 'linux' : 'other';
}

function roleOf(category: string | null | undefined): Device['role'] {
  if (/server/i.test(category ?? '')) return 'server';
  if (/workstation|laptop|desktop/i.test(category ?? '')) return 'workstation';
  return /network/i.test(category ?? '') ? 'network' : 'other';
}

const onlineOf = (status: string | null | undefined) =>
  /^online$/i.test(status ?? '') ? true : /^offline$/i.test(status ?? '') ? false : null;

export const toDevice = (row: SuperopsAsset): Device => ({
  id: row.assetId,
  name: row.hostName || row.name || `Asset ${row.assetId}`,
  client: row.client,
  site: row.site ?? null,
  role: roleOf(row.platformCategory),
  os: row.platform ?? null,
  osFamily: osFamilyOf(row.platform),
  serial: row.serialNumber ?? null,
  macs: row.primaryMac ? [row.primaryMac.toUpperCase().replaceAll('-', ':')] : [],
  online: onlineOf(row.status),
  lastSeenAt: toInstant(row.lastCommunicatedTime),
});

const unitBytes: Record<string, number> = {
  bytes: 1,
  kb: 1_024,
  mb: 1_048_576,
  gb: 1_073_741_824,
  tb: 1_099_511_627_776,
};

/** `actualValue` is in bytes; the other pair is rounded, and its units are powers of 1024 (8460263424 = "7.88 GB"). */
export function bytesOf(size: SuperopsSize): number | null {
  if (!size) return null;
  if (typeof size.actualValue === 'number') return size.actualValue;
  const unit = unitBytes[(size.unit ?? '').toLowerCase()];
  return typeof size.value === 'number' && unit ? size.value * unit : null;
}

export function systemDriveOf(disks: readonly SuperopsDisk[]): DeviceStatus['systemDrive'] {
  const measured = disks.flatMap(({ drive, size, freeSize }) => {
    const total = bytesOf(size);
    const free = bytesOf(freeSize);
    return total && free !== null ? [{ name: (drive ?? '').replace(/\\$/, ''), total, free }] : [];
  });
  const found =
    measured.find(({ name }) => /^c:?$/i.test(name) || name === '/') ??
    (measured.length === 1 ? measured[0] : undefined);
  if (!found) return null;
  const gb = (bytes: number) => Math.round(bytes / 100_000_000) / 10;
  return {
    name: found.name.toUpperCase() || 'system',
    totalGb: gb(found.total),
    freeGb: gb(found.free),
    freePercent: Math.round((found.free / found.total) * 1_000) / 10,
  };
}

export function patchesOf(rows: readonly SuperopsPatch[]): NonNullable<DeviceStatus['patches']> {
  const isInstalled = (row: SuperopsPatch) => /^installed$/i.test(row.installationStatus ?? '');
  const hasFailed = (row: SuperopsPatch) =>
    !isInstalled(row) && (Boolean(row.failedMessage) || /fail/i.test(row.installationStatus ?? ''));
  const isRejected = (row: SuperopsPatch) => /reject/i.test(row.approvalStatus ?? '');
  const installedAt = rows.filter(isInstalled).flatMap((row) => toInstant(row.installationTime) ?? []);
  return {
    pending: rows.filter((row) => !isInstalled(row) && !hasFailed(row) && !isRejected(row)).length,
    failed: rows.filter(hasFailed).length,
    lastInstalledAt: installedAt.sort().at(-1) ?? null,
  };
}

const word = (text: string | null | undefined) =>
  (text ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export const toEvent = (row: SuperopsActivity): DeviceEvent => ({
  id: row.activityId,
  at: toInstant(row.createdTime) ?? new Date(0).toISOString(),
  kind: [word(row.module), word(row.activityType)].filter(Boolean).join('.') || 'other',
  severity: null,
  subject: [row.module, row.activityType].filter(Boolean).join(': ') || 'Activity',
  message: JSON.stringify(row.activityData ?? null).slice(0, 2_000),
});

export const toScript = (row: SuperopsScript): Script => ({
  id: row.scriptId,
  name: row.name ?? `Script ${row.scriptId}`,
  description: row.description ?? null,
  osFamilies: /power ?shell|batch|cmd|vb ?script/i.test(row.language ?? '') ? ['windows'] : [],
  // the published schema has names only; whether a value must be given is not told
  parameters: (row.runTimeVariables ?? []).flatMap((name) => (name ? [{ name, type: 'string', required: false }] : [])),
});

const severities: [RegExp, Severity][] = [
  [/critical/i, 'critical'],
  [/high|major|error/i, 'major'],
  [/medium|moderate|warning/i, 'moderate'],
  [/low|minor/i, 'minor'],
  [/info/i, 'info'],
];

export const isResolved = (row: Pick<SuperopsAlert, 'status'>): boolean =>
  /^(resolved|closed)$/i.test(row.status ?? '');

export function toAlert(row: SuperopsAlert): VendorAlert {
  return toVendorAlert({
    id: row.id,
    device: row.asset.device,
    client: row.asset.client,
    severity: severities.find(([pattern]) => pattern.test(row.severity ?? ''))?.[1] ?? 'moderate',
    title: row.message ?? '',
    message: row.description ?? row.message ?? '',
    monitor: 'unknown',
    condition: row.policy ?? row.message ?? '',
    parameters: {},
    raisedAt: toInstant(row.createdTime) ?? new Date(0).toISOString(),
    isActive: !isResolved(row),
    // SuperOps tells that it was resolved, and not when
    clearedAt: null,
  });
}
