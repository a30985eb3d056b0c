// Graph's records in our nouns. Pure.

import type { z } from 'zod';
import { osFamilyOfWords } from '#connectors/sdk/devices/device-words.ts';
import type {
  Client,
  Device,
  DeviceStatus,
  DirectoryGroup,
  DirectoryUser,
  License,
  SignIn,
} from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { managedElsewhere } from './directory.ts';
import { licenseName } from './license-names.ts';
import type {
  GraphGroup,
  GraphManagedDevice,
  GraphSignIn,
  GraphSku,
  GraphUser,
  organizationShape,
} from './vendor-shapes.ts';

export const toClient = (organization: z.output<typeof organizationShape>): Client => ({
  id: organization.id.toLowerCase(),
  name: organization.displayName || organization.id,
  isActive: true,
});

/** @param skus part numbers by SKU id; null when this app may not read them */
export function toUser(user: GraphUser, skus: ReadonlyMap<string, string> | null): DirectoryUser {
  const activity = user.signInActivity;
  const signIns = [activity?.lastSignInDateTime, activity?.lastNonInteractiveSignInDateTime].flatMap(
    (text) => toInstant(text) ?? [],
  );
  return {
    id: user.id,
    principalName: user.userPrincipalName,
    name: user.displayName || user.userPrincipalName,
    email: user.mail ?? null,
    isEnabled: user.accountEnabled === true,
    // Entra locks out by itself and by place, and tells nobody
    isLockedOut: null,
    isSynced: user.onPremisesSyncEnabled === true,
    department: user.department ?? null,
    jobTitle: user.jobTitle ?? null,
    licenses:
      user.assignedLicenses?.map(({ skuId }) => {
        const partNumber = skus?.get(skuId);
        return { id: skuId, name: partNumber === undefined ? null : licenseName(partNumber) };
      }) ?? null,
    lastSignInAt: signIns.toSorted().at(-1) ?? null,
    passwordSetAt: toInstant(user.lastPasswordChangeDateTime),
  };
}

export const toGroup = (group: GraphGroup): DirectoryGroup => ({
  id: group.id,
  name: group.displayName || group.id,
  description: group.description || null,
  isManagedElsewhere: managedElsewhere(group) !== null,
});

export const toLicense = (sku: GraphSku): License => ({
  id: sku.skuId,
  name: licenseName(sku.skuPartNumber),
  total: Math.max(sku.prepaidUnits?.enabled ?? 0, 0),
  used: Math.max(sku.consumedUnits ?? 0, 0),
});

export function toSignIn(entry: GraphSignIn): SignIn {
  const place = [entry.location?.city, entry.location?.state, entry.location?.countryOrRegion].filter(Boolean);
  const code = entry.status?.errorCode ?? null;
  return {
    id: entry.id,
    at: toInstant(entry.createdDateTime) ?? entry.createdDateTime,
    app: entry.appDisplayName ?? null,
    ipAddress: entry.ipAddress ?? null,
    place: place.length === 0 ? null : place.join(', '),
    // no number at all is no success
    isSuccess: code === 0,
    reason:
      code === 0
        ? null
        : [entry.status?.failureReason, code === null ? null : `(${code})`].filter(Boolean).join(' ') || null,
  };
}

export function toDevice(device: GraphManagedDevice, tenant: string): Device {
  const system = device.operatingSystem ?? '';
  const isComputer = /windows|mac|linux/i.test(system);
  return {
    id: device.id,
    name: device.deviceName || device.id,
    client: { id: tenant, name: null },
    site: null,
    role: /server/i.test(system) ? 'server' : isComputer ? 'workstation' : 'other',
    os: [system, device.osVersion].filter(Boolean).join(' ') || null,
    osFamily: osFamilyOfWords(system),
    serial: device.serialNumber || null,
    macs: [device.ethernetMacAddress, device.wiFiMacAddress].flatMap((mac) => toMac(mac) ?? []),
    // Intune knows when a device last checked in (about every eight hours), never whether it is there now
    online: null,
    lastSeenAt: toInstant(device.lastSyncDateTime),
  };
}

export const toDeviceStatus = (device: GraphManagedDevice, tenant: string, now: Date): DeviceStatus => ({
  ...toDevice(device, tenant),
  takenAt: toInstant(device.lastSyncDateTime) ?? now.toISOString(),
  lastBootAt: null,
  uptimeSeconds: null,
  needsReboot: null,
  // Intune adds up all drives: nothing about the one with the system
  systemDrive: null,
  patches: null,
  services: null,
  health: health[device.complianceState ?? ''] ?? 'unknown',
  lastUser: device.userPrincipalName || null,
  isInMaintenance: false,
});

const health: Record<string, DeviceStatus['health']> = {
  compliant: 'healthy',
  noncompliant: 'needs-attention',
  inGracePeriod: 'needs-attention',
  conflict: 'needs-attention',
  error: 'unhealthy',
};

/** twelve digits without a sign between them */
const toMac = (text: string | null | undefined): string | null =>
  /^[0-9a-f]{12}$/i.test(text ?? '') ? ((text ?? '').match(/../g) ?? []).join(':').toUpperCase() : text || null;
