// What we read of NinjaOne's answers. Loose on purpose: the vendor adds fields, and null and absent mean the same.
import { z } from 'zod';

const text = z.string().nullish();
const epoch = z.number().nullish();

export const organizationShape = z.object({ id: z.number().int(), name: z.string() });
const locationShape = z.object({ id: z.number().int(), name: text });

const nodeFields = {
  id: z.number().int(),
  organizationId: z.number().int().nullish(),
  locationId: z.number().int().nullish(),
  nodeClass: text,
  offline: z.boolean().nullish(),
  displayName: text,
  systemName: text,
  lastContact: epoch,
  maintenance: z.object({ status: text }).nullish(),
  references: z.object({ organization: organizationShape.nullish(), location: locationShape.nullish() }).nullish(),
};
export const nodeShape = z.object(nodeFields);
export type NinjaNode = z.output<typeof nodeShape>;

export const operatingSystemShape = z.object({
  deviceId: z.number().int().nullish(),
  name: text,
  lastBootTime: epoch,
  needsReboot: z.boolean().nullish(),
});

export const deviceShape = z.object({
  ...nodeFields,
  macAddresses: z.array(z.string()).nullish(),
  os: operatingSystemShape.nullish(),
  system: z.object({ serialNumber: text, biosSerialNumber: text }).nullish(),
  lastLoggedInUser: text,
});
export type NinjaDevice = z.output<typeof deviceShape>;

export const volumeShape = z.object({
  name: text,
  driveLetter: text,
  capacity: z.number().nullish(),
  freeSpace: z.number().nullish(),
});
export type NinjaVolume = z.output<typeof volumeShape>;

export const reportShape = <T extends z.ZodType>(row: T) =>
  z.object({ cursor: z.object({ name: text, count: z.number().nullish() }).nullish(), results: z.array(row) });

export const healthShape = z.object({
  deviceId: z.number().int().nullish(),
  healthStatus: text,
  pendingRebootReason: text,
  pendingOSPatchesCount: z.number().int().nullish(),
  failedOSPatchesCount: z.number().int().nullish(),
});

export const patchShape = z.object({ name: text, kbNumber: text, status: text, installedAt: epoch });
export const serviceShape = z.object({ name: z.string(), displayName: text, state: text });
export const loggedOnUserShape = z.object({ userName: text });

export const activityShape = z.object({
  id: z.number().int(),
  activityTime: z.number(),
  deviceId: z.number().int().nullish(),
  severity: text,
  seriesUid: text,
  activityType: text,
  statusCode: text,
  status: text,
  activityResult: text,
  sourceName: text,
  subject: text,
  message: text,
  data: z.record(z.string(), z.unknown()).nullish(),
  device: nodeShape.nullish(),
});
export type NinjaActivity = z.output<typeof activityShape>;

/** Some tenants answer with the bare array. */
export const activitiesShape = z.union([
  z.array(activityShape).transform((activities) => ({ activities, lastActivityId: null as number | null })),
  z
    .object({ activities: z.array(activityShape), lastActivityId: z.number().int().nullish() })
    .transform(({ activities, lastActivityId }) => ({ activities, lastActivityId: lastActivityId ?? null })),
]);

export const alertShape = z.object({
  uid: z.string().min(1),
  deviceId: z.number().int().nullish(),
  message: text,
  createTime: epoch,
  sourceType: text,
  sourceName: text,
  conditionName: text,
  subject: text,
  severity: text,
  data: z.record(z.string(), z.unknown()).nullish(),
  device: nodeShape.nullish(),
});
export type NinjaAlert = z.output<typeof alertShape>;

export const scriptShape = z.object({
  id: z.number().int(),
  name: z.string(),
  description: text,
  active: z.boolean().nullish(),
  operatingSystems: z.array(z.string()).nullish(),
  scriptVariables: z.array(z.object({ name: z.string(), type: text, required: z.boolean().nullish() })).nullish(),
});
export type NinjaScript = z.output<typeof scriptShape>;

export const customFieldsShape = z.record(z.string(), z.unknown());
