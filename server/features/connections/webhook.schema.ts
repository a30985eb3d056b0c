// Proving, changing and repeating what a vendor's webhooks bring.
import { z } from 'zod';
import { connectionInput, deliveryView } from './connection.schema.ts';

/** `connections.testWebhook` (mutation, connection.test): input `connectionInput` */
export const testWebhookOutput = z.object({
  /** ask `connections.webhookArrival` with this again and again, for two minutes or so */
  since: z.iso.datetime(),
  /** a sandbox was told to send one; of any other vendor a person causes it */
  wasSent: z.boolean(),
  /** what a person can do now, a sentence */
  hint: z.string(),
});
export type TestWebhookOutput = z.infer<typeof testWebhookOutput>;

/** `connections.webhookArrival` (query, connection.read) */
export const webhookArrivalInput = connectionInput.extend({ since: z.iso.datetime() });
export type WebhookArrivalInput = z.infer<typeof webhookArrivalInput>;
/** null = nothing came yet that was the vendor's */
export const webhookArrivalOutput = z.object({ delivery: deliveryView.nullable() });
export type WebhookArrivalOutput = z.infer<typeof webhookArrivalOutput>;

/**
 * `connections.rotateIngestSecret` (a new address) and `connections.rotateWebhookSecrets` (new values of the fields we make
 * ourselves): mutations, connection.manage, input `connectionInput`. The former ones stay valid until the time given.
 */
export const rotateOutput = z.object({ rotated: z.boolean(), formerUntil: z.date() });
export type RotateOutput = z.infer<typeof rotateOutput>;

/** `connections.endFormer` (mutation, connection.manage): the former address or secrets end now. */
export const endFormerInput = connectionInput.extend({ what: z.enum(['address', 'secrets']) });
export type EndFormerInput = z.infer<typeof endFormerInput>;
export const endFormerOutput = z.object({ ended: z.boolean() });

/** `connections.replayEvent` (mutation, event.replay): a delivery that was dealt with, or could not be, is taken in once more; `eventId` is a delivery's id. */
export const replayEventInput = connectionInput.extend({ eventId: z.uuid() });
export type ReplayEventInput = z.infer<typeof replayEventInput>;
export const replayEventOutput = z.object({ replayed: z.boolean() });
