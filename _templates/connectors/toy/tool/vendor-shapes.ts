// The rows of Toy Tool, as far as they are read. Lenient on purpose: a field nobody uses may be anything.
import { z } from 'zod';

export const deviceShape = z.object({
  id: z.string(),
  name: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }).nullish(),
  kind: z.string().nullish(),
  os: z.string().nullish(),
  serial: z.string().nullish(),
  macs: z.array(z.string()).nullish(),
  online: z.boolean().nullish(),
  /** epoch seconds */
  last_seen: z.number().nullish(),
  last_boot: z.number().nullish(),
});
export type DeviceRow = z.output<typeof deviceShape>;

export const devicePageShape = z.object({ devices: z.array(deviceShape), more: z.boolean() });

export const alertShape = z.object({
  id: z.string(),
  device: z.object({ id: z.string(), name: z.string() }).nullish(),
  level: z.string(),
  title: z.string(),
  text: z.string(),
  raised: z.number(),
  cleared: z.number().nullish(),
});
export type AlertRow = z.output<typeof alertShape>;
export const alertsShape = z.object({ alerts: z.array(alertShape) });

export const pingShape = z.object({ devices: z.number(), alerts: z.number() });
