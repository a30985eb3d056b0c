import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';
import { conflictView, decisionView, recordView } from '../identity/identity.schema.ts';

export const deviceSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  os: z.string().nullable(),
  role: z.string(),
  serial: z.string().nullable(),
  online: z.boolean().nullable(),
  lastSeenAt: z.date().nullable(),
  /** since when no connection lists it */
  goneAt: z.date().nullable(),
  identities: z.array(
    z.object({
      connector: z.string(),
      connection: z.string(),
      externalId: z.string(),
      matchedBy: z.string(),
      confidence: z.number(),
      reason: z.string(),
      isGone: z.boolean(),
    }),
  ),
  openIncidents: z.number(),
  conflicts: z.number(),
});
export type DeviceSummary = z.infer<typeof deviceSummary>;

export const listDevicesInput = pageInput.extend({
  clientId: z.uuid().optional(),
  connectionId: z.uuid().optional(),
  /** `gone`: no connection lists it any more; the others leave those out */
  status: z.enum(['online', 'offline', 'unknown', 'gone']).optional(),
  hasConflict: z.boolean().optional(),
  q: z.string().trim().max(120).optional(),
});
export type ListDevicesInput = z.infer<typeof listDevicesInput>;
export const listDevicesOutput = pageOf(deviceSummary);
export const listClientsOutput = z.array(z.object({ id: z.uuid(), name: z.string(), devices: z.number() }));

export const readDeviceInput = z.object({ id: z.uuid() });
export type ReadDeviceInput = z.infer<typeof readDeviceInput>;
export const deviceView = deviceSummary.omit({ identities: true, conflicts: true }).extend({
  /** the address named another one that was merged into this */
  isRedirected: z.boolean(),
  osFamily: z.string().nullable(),
  macs: z.array(z.string()),
  records: z.array(recordView),
  conflicts: z.array(conflictView),
  decisions: z.array(decisionView),
  /** the newest first, also of what was merged into it */
  incidents: z.array(
    z.object({ id: z.uuid(), title: z.string(), status: z.string(), severity: z.string(), lastAt: z.date() }),
  ),
});
export type DeviceView = z.infer<typeof deviceView>;
