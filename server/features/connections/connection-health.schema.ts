// How a connection is doing: its pace, what waits because of it, its polls and its webhook. All times are instants; null = none.
import { z } from 'zod';
import { connectionStatus } from './connection.schema.ts';

const at = z.date().nullable();

/** `connections.health`, permission connection.read, input `connectionInput` */
export const connectionHealth = z.object({
  connectionId: z.uuid(),
  status: connectionStatus,
  statusDetail: z.string().nullable(),
  checkedAt: at,

  /** the gauge of requests */
  pace: z.object({
    /** at this moment: less than the vendor's limit while the vendor throttles us */
    allowedPerMinute: z.number(),
    /** the vendor's limit, as the connector knows it */
    limitPerMinute: z.number(),
    /** `address`: every connection of this product that leaves from this installation shares the limit */
    shared: z.enum(['connection', 'address']),
    /** by this connection alone */
    usedLastMinute: z.number(),
    throttledAt: at,
    /** the vendor asked to be left alone until then */
    blockedUntil: at,
    /** it failed several times in a row and is left alone until then */
    openUntil: at,
    failuresInARow: z.number(),
  }),

  /** what waits because of this vendor; `since` = null when nothing does */
  backlog: z.object({
    since: at,
    nextTryAt: at,
    events: z.object({ waiting: z.number(), oldestAt: at, nextTryAt: at, dead: z.number() }),
    runs: z.object({ waiting: z.number(), oldestAt: at, nextTryAt: at }),
    /** after an outage: events worked on at once; grows until it is gone. null = no outage behind us */
    recoveringWith: z.number().nullable(),
  }),

  polls: z.array(
    z.object({
      name: z.string(),
      /** the present pace: quicker after news, slower when it is quiet or throttled */
      everySeconds: z.number(),
      /** the connector's own pace */
      usualSeconds: z.number(),
      lastAt: at,
      lastNewsAt: at,
      nextAt: at,
    }),
  ),

  /** null = this connector takes no webhooks */
  webhook: z
    .object({
      /** sent by the vendor itself; null = nothing within a week */
      lastDeliveryAt: at,
      /** what the vendor said when it was asked; null = it cannot be asked, or was not yet */
      isActive: z.boolean().nullable(),
      problem: z.string().nullable(),
      checkedAt: at,
      /** the address (its secret part) and our own webhook secrets before the last change are valid until then */
      formerAddressUntil: at,
      formerSecretsUntil: at,
      canRotateSecrets: z.boolean(),
    })
    .nullable(),
});
export type ConnectionHealthView = z.infer<typeof connectionHealth>;
