// REST v3 records as far as they are read. No schema is published, only one example of each: everything but the id may be
// missing, and times come as ISO texts or as epoch numbers.
import { z } from 'zod';

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)))
  .catch(null);
const id = z.union([z.string().min(1), z.number()]).transform(String);
const flag = z.boolean().nullish().catch(null);
const count = z.number().nullish().catch(null);
/** ISO 8601, or seconds since 1970 */
const time = z.union([z.string(), z.number()]).nullish().catch(null);
const loose = <T extends z.ZodType>(shape: T) => shape.nullish().catch(null);

export const organizationShape = z.object({ Id: id, Name: text });

/** a row of the list, and with more in it the answer for one device */
export const deviceShape = z.object({
  Identifier: id,
  Name: text,
  SiteId: text,
  SiteName: text,
  OrganizationId: text,
  OrganizationName: text,
  Description: text,
  ComputerType: text,
  IsOnline: flag,
  /** prose: "2 days, 3 hours", "Offline since 63 days ago" */
  Uptime: text,
  InMaintenance: flag,
  LocalIpAddresses: loose(z.array(z.object({ PhysicalAddress: text }))),
});
export type RestV3Device = z.output<typeof deviceShape>;

export const assetShape = z.object({
  Identifier: id,
  /** the name of the operating system */
  Description: text,
  Type: text,
  LastSeenOnline: time,
  LastReboot: time,
  AssetInfo: loose(z.array(z.object({ CategoryName: text, CategoryData: loose(z.record(z.string(), text)) }))),
  IpAddresses: loose(z.array(z.object({ MAC: text }))),
  Disks: loose(z.array(z.object({ Name: text, System: flag, FreePercentage: count, TotalValue: count }))),
});
export type RestV3Asset = z.output<typeof assetShape>;

export const notificationShape = z.object({
  Id: id,
  Message: text,
  DateTime: time,
  /** in whatever case: "critical", "Critical" */
  Priority: text,
  /** only in the answer for one notification */
  ComputerIdentifier: text,
});
export type RestV3Notification = z.output<typeof notificationShape>;

export const scriptRowShape = z.object({
  Id: id,
  Name: text,
  Description: text,
  Platforms: loose(z.array(z.string())),
  IsBuiltIn: flag,
});
export type RestV3ScriptRow = z.output<typeof scriptRowShape>;

export const scriptShape = z.object({
  Id: id,
  Name: text,
  InputVariables: loose(
    z.array(
      z.object({ Id: z.union([z.number(), z.string()]), Name: z.string(), VariableType: text, DefaultValue: text }),
    ),
  ),
});
export type RestV3Script = z.output<typeof scriptShape>;

export const startedShape = z.object({ ExecutionId: id });

export const executionShape = z.object({ Id: id, StartTime: time, State: text });
export type RestV3Execution = z.output<typeof executionShape>;

export const executionDetailShape = executionShape.extend({
  EndTime: time,
  Output: text,
  ExitCode: count,
  VariableOutputs: loose(z.array(z.object({ Name: text, Value: text }))),
});
export type RestV3ExecutionDetail = z.output<typeof executionDetailShape>;

export const environmentShape = z.object({
  ProductVersion: text,
  CustomerName: text,
  License: loose(z.object({ Devices: loose(z.object({ TotalInUse: count, Limit: count })) })),
});

export const webhookShape = z.object({
  Id: id,
  Name: text,
  Priorities: loose(z.array(z.string())),
  OrganizationIds: loose(z.array(z.union([z.number(), z.string()]))),
  Url: text,
  Language: text,
});
export type RestV3Webhook = z.output<typeof webhookShape>;

export const webhookSecretShape = z.object({ SecretKey: z.string().min(16) });
export const createdWebhookShape = webhookSecretShape.extend({ Id: id });
