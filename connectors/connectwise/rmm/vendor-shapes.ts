// The platform's answers, tolerant: its services spell the same field in several ways, and most of a record is not needed.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const number = z.number().nullish();
const named = z.looseObject({ id: text, name: text }).nullish();
export const namedRowShape = z.object({ id: z.string().min(1), name: text, inactiveFlag: flag });
export type NamedRow = z.output<typeof namedRowShape>;

export const companyShape = z.object({ id: z.string().min(1), name: text, friendlyName: text, inactiveDate: text });
export const siteShape = z.object({ id: z.string().min(1), name: text, friendlyName: text });

/** `endpointID`, in places `endpointId` */
const endpointFields = {
  deviceName: text,
  friendlyName: text,
  resourceType: text,
  endpointType: text,
  type: text,
  macAddress: z.array(z.string()).nullish(),
  os: z.object({ product: text, type: text }).nullish(),
  system: z.object({ serialNumber: text, systemName: text }).nullish(),
  bios: z.object({ serialNumber: text }).nullish(),
};
const groupShape = z.object({
  companyID: text,
  companyId: text,
  siteID: text,
  siteId: text,
  endpoints: z.array(z.object({ ...endpointFields, endpointID: text, endpointId: text })).nullish(),
});
export const endpointListShape = z.object({ platform: z.array(groupShape).nullish() });
export type EndpointRow = NonNullable<z.output<typeof groupShape>['endpoints']>[number];

export const endpointShape = z.object({ platform: z.object(endpointFields).nullish() });
export const endpointFieldNames = Object.keys(endpointFields);
export type EndpointFacts = NonNullable<z.output<typeof endpointShape>['platform']>;

export const heartbeatShape = z.object({
  successfulRecords: z
    .array(
      z.object({
        endpoints: z
          .array(z.object({ EndpointID: text, endpointId: text, DcDateTimeUTC: text, Availability: flag }))
          .nullish(),
      }),
    )
    .nullish(),
});

export const systemStateShape = z.object({
  startupStatus: z.object({ lastBootUpTimeUTC: text }).nullish(),
  lastLoggedOnUser: z.object({ username: text }).nullish(),
});
const spaceShape = z.object({ freeSpaceBytes: number, totalSpaceBytes: number }).nullish();
export const diskUsageShape = z.array(
  z.object({
    storages: z
      .array(
        z.object({
          name: text,
          metric: spaceShape,
          partitions: z.array(z.object({ name: text, mountPoint: text, metric: spaceShape })).nullish(),
        }),
      )
      .nullish(),
  }),
);
export type DiskUsage = z.output<typeof diskUsageShape>;
export const patchesShape = z.object({ summary: z.object({ pendingReboot: flag }).nullish() });
export const endpointServiceShape = z.object({ serviceName: z.string(), displayName: text, serviceStatus: text });
export const mappingShape = z.object({
  mapping: z.array(z.object({ privateID: text, publicID: text })).nullish(),
});

export const scriptShape = z.object({
  id: z.string().min(1),
  name: z.string(),
  description: text,
  hasParameters: flag,
});
export type AsioScript = z.output<typeof scriptShape>;
export const taskShape = z.object({ taskId: z.string().min(1) });
const rowsUnder = <T extends z.ZodType>(row: T) =>
  z
    .union([
      z.array(row),
      z.looseObject({
        Result: z.array(row).nullish(),
        result: z.array(row).nullish(),
        Results: z.array(row).nullish(),
      }),
    ])
    .transform((given): z.output<T>[] =>
      Array.isArray(given) ? given : (given.Result ?? given.result ?? given.Results ?? []),
    );
export const instancesShape = rowsUnder(z.object({ Id: text, id: text, OverallStatus: text, ExecutedOn: text }));
export const resultsShape = rowsUnder(
  z.object({ endpointId: text, endpointID: text, completionStatus: text, resultDetails: text, errorDetails: text }),
);
export const endpointTasksShape = z.array(z.object({ taskID: text, taskId: text, name: text, description: text }));

export const statusShape = z.object({ id: z.string().min(1), name: z.string(), category: text, inactiveFlag: flag });
/** whole, because a PUT sends it back whole */
export const ticketShape = z.looseObject({
  id: z.string().min(1),
  number: text,
  summary: z.string(),
  description: text,
  status: named,
  priority: named,
  serviceBoard: named,
  category: named,
  company: named,
  assignee: named,
  createdAt: text,
  updatedAt: text,
  version: number,
});
export type TicketRow = z.output<typeof ticketShape>;
export const ticketPageShape = z.object({ tickets: z.array(ticketShape).nullish(), totalCount: number });

export const noteShape = z.object({
  id: z.string().min(1),
  detail: z.string(),
  visibility: z.number().int(),
  createdBy: text,
  createdAt: text,
});
export type NoteRow = z.output<typeof noteShape>;
