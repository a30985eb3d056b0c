// What the console is told of a connection. Secrets never cross; the webhook address only for who may see it.
import { z } from 'zod';

export const connectionStatus = z.enum(['untested', 'healthy', 'degraded', 'failing', 'disabled']);

export const connectorSystem = z.enum(['psa', 'rmm', 'documentation', 'directory', 'remote']);
export type ConnectorSystem = z.infer<typeof connectorSystem>;

export const verificationView = z.object({
  level: z.enum(['simulated', 'vendor sandbox', 'live']),
  on: z.string(),
  note: z.string().optional(),
});

export const connectionSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  connector: z.object({ id: z.string(), name: z.string(), vendor: z.string(), systems: z.array(connectorSystem) }),
  verification: verificationView,
  status: connectionStatus,
  statusDetail: z.string().nullable(),
  checkedAt: z.date().nullable(),
  lastEventAt: z.date().nullable(),
  isSandbox: z.boolean(),
  counts: z.object({ devices: z.number(), clients: z.number(), engineers: z.number() }),
  createdAt: z.date(),
});
export type ConnectionSummary = z.infer<typeof connectionSummary>;

export const webhookView = z.object({
  /** null for who may not see it */
  url: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  steps: z.array(z.string()),
  canRegister: z.boolean(),
});

export const connectionView = connectionSummary.extend({
  settings: z.record(z.string(), z.unknown()),
  /** null = this connector takes no webhooks */
  webhook: webhookView.nullable(),
  pollsEverySeconds: z.number().nullable(),
  capabilities: z.array(z.string()),
});
export type ConnectionView = z.infer<typeof connectionView>;

export const connectionInput = z.object({ connectionId: z.uuid() });
export type ConnectionInput = z.infer<typeof connectionInput>;

/** One thing a vendor sent, or a poll found. Its body stays where it is: it may hold customers' words. */
export const deliveryView = z.object({
  id: z.uuid(),
  receivedAt: z.date(),
  /** sent by the vendor, or found when we asked */
  via: z.enum(['webhook', 'poll']),
  state: z.enum(['pending', 'done', 'ignored', 'dead']),
  attempts: z.number(),
  error: z.string().nullable(),
  processedAt: z.date().nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;

export const connectorView = z.object({
  id: z.string(),
  name: z.string(),
  vendor: z.string(),
  systems: z.array(connectorSystem),
  summary: z.string(),
  verification: verificationView,
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      help: z.string(),
      secret: z.boolean(),
      placeholder: z.string().optional(),
      isGenerated: z.boolean().optional(),
      options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
    }),
  ),
  hasWebhook: z.boolean(),
  canRegisterWebhook: z.boolean(),
  pollsEverySeconds: z.number().nullable(),
  capabilities: z.array(z.string()),
  can: z.array(
    z.object({ capability: z.string(), title: z.string(), effect: z.enum(['read', 'write', 'destructive']) }),
  ),
  cannot: z.array(z.object({ capability: z.string(), title: z.string(), why: z.string() })),
  permissions: z.array(z.object({ name: z.string(), where: z.string().optional(), neededFor: z.array(z.string()) })),
});

export type ConnectorView = z.infer<typeof connectorView>;

export const testResult = z.object({ summary: z.string(), warnings: z.array(z.string()) });

const fieldValues = z.record(z.string().max(60), z.union([z.string().max(8_000), z.null()]));

export const createConnectionInput = z.object({
  connector: z.string().max(100),
  name: z.string().trim().min(1).max(80),
  settings: fieldValues,
  secrets: fieldValues,
  /** save without asking the vendor first; the connection then is "untested" */
  skipTest: z.boolean().default(false),
  /** the form was tried as it stands; the trial counts as the test */
  probeId: z.uuid().nullish(),
});
export type CreateConnectionInput = z.infer<typeof createConnectionInput>;
export const createConnectionOutput = z.object({ connectionId: z.uuid(), test: testResult.nullable() });

export const updateConnectionInput = connectionInput.extend({
  name: z.string().trim().min(1).max(80).optional(),
  settings: fieldValues.optional(),
  /** a field left out or empty keeps its stored value, unless the settings lead elsewhere now */
  secrets: fieldValues.optional(),
  skipTest: z.boolean().default(false),
});
export type UpdateConnectionInput = z.infer<typeof updateConnectionInput>;

export const setEnabledInput = connectionInput.extend({ enabled: z.boolean() });
export type SetEnabledInput = z.infer<typeof setEnabledInput>;

export const syncConnectionOutput = z.object({
  clients: z.number(),
  engineers: z.number(),
  devices: z.object({ seen: z.number(), added: z.number(), matched: z.number() }),
  /** at clients; `isCut`: there are more than are read */
  people: z.object({ seen: z.number(), added: z.number(), matched: z.number(), isCut: z.boolean() }),
  /** records that are no longer listed; marked, not deleted */
  gone: z.number(),
  /** lists that the key may not read or the instance does not have, in the vendor's words */
  skipped: z.array(z.string()),
});
export type SyncConnectionOutput = z.infer<typeof syncConnectionOutput>;

export const sendTestAlertInput = connectionInput.extend({
  story: z.enum(['simple', 'complex', 'disk', 'printer', 'offline']).default('simple'),
});
export type SendTestAlertInput = z.infer<typeof sendTestAlertInput>;
