// What one connection says of a device or a person, as it is kept beside the match. Old rows may say nothing.
import { z } from 'zod';

const text = z.string().nullable().catch(null);
/** the vendor's own client; ours is looked up, because a match of clients can change */
const vendorClient = z.object({ id: z.string(), name: z.string().nullable() }).nullable().catch(null);

export const deviceFactsSchema = z.object({
  name: text,
  client: vendorClient,
  role: text,
  os: text,
  osFamily: text,
  serial: text,
  macs: z.array(z.string()).catch([]),
  online: z.boolean().nullable().catch(null),
  /** ISO 8601 */
  lastSeenAt: text,
});
export type DeviceFacts = z.infer<typeof deviceFactsSchema>;
export const readDeviceFacts = (facts: unknown): DeviceFacts =>
  deviceFactsSchema.parse(typeof facts === 'object' && facts !== null ? facts : {});

export const personFactsSchema = z.object({
  name: text,
  client: vendorClient,
  email: text,
  /** user principal name of a directory */
  principalName: text,
  jobTitle: text,
  isActive: z.boolean().nullable().catch(null),
});
export type PersonFacts = z.infer<typeof personFactsSchema>;
export const readPersonFacts = (facts: unknown): PersonFacts =>
  personFactsSchema.parse(typeof facts === 'object' && facts !== null ? facts : {});
