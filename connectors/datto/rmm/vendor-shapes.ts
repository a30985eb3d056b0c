// Datto RMM's records as far as they are read. The document is not trusted about types: times are numbers, ids may be, words
// that stand for a list grow, and one broken item must not take its page along.
import { z } from 'zod';

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)));
const uid = z.union([z.string().min(1), z.number()]).transform(String);
const flag = z.boolean().nullish().catch(null);
const count = z.number().nullish().catch(null);
/** epoch milliseconds, or a text where the document is right after all */
const time = z.union([z.number(), z.string()]).nullish().catch(null);
const loose = <T extends z.ZodType>(shape: T) => shape.nullish().catch(null);

export const pageDetailsShape = z.object({ nextPageUrl: z.string().nullish() });

export const siteShape = z.object({ uid, name: text, onDemand: flag });
export type DattoSite = z.output<typeof siteShape>;

export const deviceShape = z.object({
  id: z.number().nullish().catch(null),
  uid,
  siteUid: text,
  siteName: text,
  hostname: text,
  description: text,
  deviceType: loose(z.object({ category: text, type: text })),
  deviceClass: text,
  operatingSystem: text,
  lastLoggedInUser: text,
  rebootRequired: flag,
  online: flag,
  suspended: flag,
  deleted: flag,
  lastSeen: time,
  lastReboot: time,
  lastAuditDate: time,
  patchManagement: loose(z.object({ patchStatus: text, patchesApprovedPending: count, patchesNotApproved: count })),
});
export type DattoDevice = z.output<typeof deviceShape>;

export const auditShape = z.object({
  bios: loose(z.object({ serialNumber: text })),
  nics: loose(z.array(z.object({ macAddress: text }))),
  logicalDisks: loose(z.array(z.object({ diskIdentifier: text, size: count, freespace: count }))),
});
export type DattoAudit = z.output<typeof auditShape>;

export const alertShape = z.object({
  alertUid: uid,
  priority: text,
  diagnostics: text,
  resolved: flag,
  resolvedOn: time,
  timestamp: time,
  alertContext: loose(z.record(z.string(), z.unknown())),
  alertSourceInfo: loose(z.object({ deviceUid: text, deviceName: text, siteUid: text, siteName: text })),
});
export type DattoAlert = z.output<typeof alertShape>;

export const componentShape = z.object({
  uid,
  name: text,
  description: text,
  variables: loose(z.array(z.object({ name: z.string(), type: text, defaultVal: text, direction: flag }))),
});
export type DattoComponent = z.output<typeof componentShape>;

export const startedJobShape = z.object({ job: z.object({ uid }) });
export const jobShape = z.object({ uid: text, status: text });
export const jobResultShape = z.object({
  ranOn: time,
  jobDeploymentStatus: text,
  componentResults: loose(
    z.array(z.object({ componentUid: text, componentStatus: text, hasStdOut: flag, hasStdErr: flag })),
  ),
});
export const standardTextsShape = z.array(z.object({ componentUid: text, stdData: text }));

export const activityShape = z.object({
  id: uid,
  category: text,
  action: text,
  /** epoch milliseconds with a fraction */
  date: time,
  deviceId: z.number().nullish().catch(null),
  hostname: text,
  /** JSON in a text */
  details: text,
});
export type DattoActivity = z.output<typeof activityShape>;

export const accountShape = z.object({
  name: text,
  devicesStatus: loose(z.object({ numberOfDevices: count, numberOfOnlineDevices: count })),
});
export const requestRateShape = z.object({
  accountRateLimit: count,
  accountCount: count,
  accountCutOffRatio: count,
  slidingTimeWindowSizeSeconds: count,
});
