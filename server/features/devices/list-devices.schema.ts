import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';

export const deviceSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  os: z.string().nullable(),
  role: z.string(),
  serial: z.string().nullable(),
  online: z.boolean().nullable(),
  lastSeenAt: z.date().nullable(),
  identities: z.array(
    z.object({ connector: z.string(), connection: z.string(), externalId: z.string(), matchedBy: z.string() }),
  ),
  openIncidents: z.number(),
});
export type DeviceSummary = z.infer<typeof deviceSummary>;

export const listDevicesInput = pageInput.extend({
  clientId: z.uuid().optional(),
  status: z.enum(['online', 'offline', 'unknown']).optional(),
  q: z.string().trim().max(120).optional(),
});
export type ListDevicesInput = z.infer<typeof listDevicesInput>;
export const listDevicesOutput = pageOf(deviceSummary);
export const listClientsOutput = z.array(z.object({ id: z.uuid(), name: z.string(), devices: z.number() }));
