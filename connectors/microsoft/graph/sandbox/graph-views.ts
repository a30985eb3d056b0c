// The world's accounts, groups, licences, sign-ins and devices as Graph shows them.
import type { WorldAccount, WorldGroup, WorldLicense, WorldSignIn } from '#connectors/sdk/sandbox/directory-records.ts';
import type { WorldDevice, WorldState } from '#connectors/sdk/sandbox/world-types.ts';

type Row = Record<string, unknown> & { id: string };
const iso = (atMs: number) => new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

export const usualOfUser = ['displayName', 'mail', 'jobTitle', 'userPrincipalName'];

export function userRow(state: WorldState, account: WorldAccount): Row {
  const skuOf = (id: number) => state.licenses.find((license) => license.id === id)?.uid ?? '';
  return {
    id: account.uid,
    displayName: account.name,
    userPrincipalName: account.principalName,
    mail: account.email,
    accountEnabled: account.isEnabled,
    usageLocation: account.usageLocation,
    onPremisesSyncEnabled: account.source === 'synced' ? true : null,
    department: account.department,
    jobTitle: account.jobTitle,
    lastPasswordChangeDateTime: iso(account.passwordSetAtMs),
    assignedLicenses: account.licenseIds.map((id) => ({ skuId: skuOf(id), disabledPlans: [] })),
    licenseAssignmentStates: account.licenseIds.map((id) => ({
      skuId: skuOf(id),
      assignedByGroup: account.groupLicenseIds.includes(id) ? '0c000000-0000-4000-8000-000000000001' : null,
      disabledPlans: [],
      state: 'Active',
      error: 'None',
      lastUpdatedDateTime: iso(account.changedAtMs),
    })),
    signInActivity:
      account.lastSignInAtMs === null
        ? null
        : { lastSignInDateTime: iso(account.lastSignInAtMs), lastNonInteractiveSignInDateTime: '0001-01-01T00:00:00Z' },
  };
}

export const groupRow = (group: WorldGroup): Row => ({
  id: group.uid,
  displayName: group.name,
  description: group.description,
  groupTypes: [...(group.kind === 'team' ? ['Unified'] : []), ...(group.rule === null ? [] : ['DynamicMembership'])],
  membershipRule: group.rule,
  mailEnabled: group.kind !== 'security',
  securityEnabled: group.kind === 'security',
  onPremisesSyncEnabled: group.source === 'synced' ? true : null,
});

export const skuRow = (state: WorldState, license: WorldLicense): Row => {
  const used = state.accounts.filter((account) => account.licenseIds.includes(license.id)).length;
  return {
    id: `${license.clientId}_${license.uid}`,
    skuId: license.uid,
    skuPartNumber: license.partNumber,
    capabilityStatus: 'Enabled',
    consumedUnits: used + license.usedElsewhere,
    prepaidUnits: { enabled: license.total, suspended: 0, warning: 0, lockedOut: 0 },
  };
};

export const signInRow = (state: WorldState, entry: WorldSignIn): Row => {
  const account = state.accounts.find(({ id }) => id === entry.accountId);
  return {
    id: entry.uid,
    createdDateTime: iso(entry.atMs),
    userId: account?.uid,
    userPrincipalName: account?.principalName,
    appDisplayName: entry.app,
    ipAddress: entry.ipAddress,
    location: { city: entry.city, state: null, countryOrRegion: entry.country },
    status: { errorCode: entry.errorCode, failureReason: entry.reason ?? 'Other.', additionalDetails: null },
  };
};

export const deviceRow = (state: WorldState, device: WorldDevice): Row => {
  const domain = state.directories.find((entry) => entry.clientId === device.clientId)?.domain ?? '';
  return {
    id: device.uid,
    deviceName: device.name,
    operatingSystem: device.osFamily === 'macos' ? 'macOS' : 'Windows',
    osVersion: device.osBuild,
    complianceState: device.patches.some((patch) => patch.status === 'failed') ? 'noncompliant' : 'compliant',
    lastSyncDateTime: iso(device.lastSeenAtMs),
    serialNumber: device.serial,
    // without signs between
    ethernetMacAddress: device.macs[0]?.replaceAll(':', '') ?? '',
    wiFiMacAddress: device.macs[1]?.replaceAll(':', '') ?? '',
    userPrincipalName: `${(device.lastUser ?? '').split('\\').at(-1)}@${domain}`,
  };
};
