// Microsoft Graph v1.0, as far as it is read: everything is asked for by name, and anything may be null.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();
/** of an object; it goes into paths and filters again, so it is one or the answer is refused */
const id = z.string().regex(/^[0-9A-Za-z-]{1,100}$/);

export const pageShape = <T extends z.ZodType>(item: T) =>
  z.object({
    value: z.array(item),
    '@odata.nextLink': z.string().optional(),
    '@odata.count': z.number().optional(),
  });

export const organizationShape = z.object({ id: z.string(), displayName: text });

export const userShape = z.object({
  id,
  displayName: text,
  userPrincipalName: z.string(),
  mail: text,
  accountEnabled: flag,
  usageLocation: text,
  onPremisesSyncEnabled: flag,
  department: text,
  jobTitle: text,
  lastPasswordChangeDateTime: text,
  assignedLicenses: z.array(z.object({ skuId: z.string() })).nullish(),
  licenseAssignmentStates: z.array(z.object({ skuId: text, assignedByGroup: text })).nullish(),
  signInActivity: z.object({ lastSignInDateTime: text, lastNonInteractiveSignInDateTime: text }).nullish(),
});
export type GraphUser = z.output<typeof userShape>;

export const groupShape = z.object({
  '@odata.type': z.string().optional(),
  id,
  displayName: text,
  description: text,
  groupTypes: z.array(z.string()).nullish(),
  mailEnabled: flag,
  onPremisesSyncEnabled: flag,
});
export type GraphGroup = z.output<typeof groupShape>;

export const skuShape = z.object({
  skuId: z.string(),
  skuPartNumber: z.string(),
  consumedUnits: z.number().nullish(),
  prepaidUnits: z.object({ enabled: z.number().nullish() }).nullish(),
});
export type GraphSku = z.output<typeof skuShape>;

export const signInShape = z.object({
  id: z.string(),
  createdDateTime: z.string(),
  appDisplayName: text,
  ipAddress: text,
  location: z.object({ city: text, state: text, countryOrRegion: text }).nullish(),
  status: z.object({ errorCode: z.number().nullish(), failureReason: text }).nullish(),
});
export type GraphSignIn = z.output<typeof signInShape>;

export const managedDeviceShape = z.object({
  id: z.string(),
  deviceName: text,
  operatingSystem: text,
  osVersion: text,
  complianceState: text,
  lastSyncDateTime: text,
  serialNumber: text,
  ethernetMacAddress: text,
  wiFiMacAddress: text,
  userPrincipalName: text,
});
export type GraphManagedDevice = z.output<typeof managedDeviceShape>;

export const errorShape = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().default(''),
    innerError: z.object({ 'request-id': text }).nullish(),
  }),
});
