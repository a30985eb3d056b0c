// Devices that Intune manages.
export const deviceFields = [
  'id',
  'deviceName',
  'operatingSystem',
  'osVersion',
  'complianceState',
  'lastSyncDateTime',
  'serialNumber',
  'ethernetMacAddress',
  'wiFiMacAddress',
  'userPrincipalName',
] as const;
