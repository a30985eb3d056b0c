// What SuperOps answers, as far as we read it. Ids are text, also where a JSON scalar has them as bare numbers of 19
// digits; times are UTC without a zone.
import { z } from 'zod';

const id = z.union([z.string().min(1), z.number().int()]).transform(String);
const text = z.string().nullish();

/** `{accountId, name}`, `{userId, name, email}`, ...: JSON scalars that cannot be selected into */
const scalarRef = (idName: string) =>
  z
    .looseObject({})
    .nullish()
    .catch(null)
    .transform((value) => {
      const found = id.safeParse(value?.[idName]);
      const name = typeof value?.name === 'string' ? value.name : null;
      return found.success ? { id: found.data, name } : null;
    });
const emailOf = (value: unknown) => z.object({ email: z.string().min(3) }).safeParse(value).data?.email ?? null;

export const listInfoShape = z.object({ hasMore: z.boolean().nullish(), totalCount: z.number().nullish() }).nullish();
export type ListInfo = z.output<typeof listInfoShape>;

export const ticketShape = z.object({
  ticketId: id,
  displayId: text,
  subject: text,
  client: scalarRef('accountId'),
  requester: z.unknown().transform((value) => ({
    ref: scalarRef('userId').parse(value),
    email: emailOf(value),
  })),
  techGroup: scalarRef('groupId'),
  technician: scalarRef('userId'),
  status: text,
  priority: text,
  category: text,
  subcategory: text,
  createdTime: text,
  updatedTime: text,
  resolutionTime: text,
});
export type SuperopsTicket = z.output<typeof ticketShape>;

export const conversationShape = z.object({
  conversationId: id,
  content: text,
  time: text,
  user: z.unknown().transform((value) => scalarRef('userId').parse(value)?.name ?? emailOf(value)),
  type: text,
});
export type SuperopsConversation = z.output<typeof conversationShape>;

export const noteShape = z.object({
  noteId: id,
  addedBy: scalarRef('userId'),
  addedOn: text,
  content: text,
  privacyType: text,
});
export type SuperopsNote = z.output<typeof noteShape>;

export const assetShape = z.object({
  assetId: id,
  name: text,
  hostName: text,
  client: scalarRef('accountId'),
  site: scalarRef('id').optional(),
  serialNumber: text,
  primaryMac: text,
  platform: text,
  platformCategory: text,
  status: text,
  lastCommunicatedTime: text,
});
export type SuperopsAsset = z.output<typeof assetShape>;

/** `{actualValue: bytes, value: "7.88", unit: "GB"}` */
export const sizeShape = z
  .object({ actualValue: z.coerce.number().nullish(), value: z.coerce.number().nullish(), unit: z.string().nullish() })
  .nullish()
  .catch(null);
export type SuperopsSize = z.output<typeof sizeShape>;

export const diskShape = z.object({ drive: text, size: sizeShape, freeSize: sizeShape });
export type SuperopsDisk = z.output<typeof diskShape>;

export const patchShape = z.object({
  installationStatus: text,
  approvalStatus: text,
  installationTime: text,
  failedMessage: text,
});
export type SuperopsPatch = z.output<typeof patchShape>;

export const activityShape = z.object({
  activityId: id,
  module: text,
  activityType: text,
  activityData: z.unknown(),
  createdTime: text,
});
export type SuperopsActivity = z.output<typeof activityShape>;

export const alertShape = z.object({
  id,
  message: text,
  createdTime: text,
  status: text,
  severity: text,
  description: text,
  asset: z.unknown().transform((value) => ({
    device: scalarRef('assetId').parse(value),
    client: scalarRef('accountId').parse(z.object({ client: z.unknown() }).safeParse(value).data?.client),
  })),
  policy: z.unknown().transform((value) => z.object({ name: z.string() }).safeParse(value).data?.name ?? null),
});
export type SuperopsAlert = z.output<typeof alertShape>;

export const scriptShape = z.object({
  scriptId: id,
  name: text,
  description: text,
  language: text,
  runTimeVariables: z.array(z.string().nullable()).nullish(),
});
export type SuperopsScript = z.output<typeof scriptShape>;

export const technicianShape = z.object({ userId: id, name: text, email: text });
export const groupShape = z.object({ groupId: id, name: text });
export const namedShape = z.object({ id, name: z.string() });
export const categoryShape = namedShape.extend({ subCategories: z.array(namedShape.nullable()).nullish() });
export const clientShape = z.object({ accountId: id, name: text, stage: text });
export const clientUserShape = z.object({ userId: id, name: text, email: text, client: scalarRef('accountId') });
export const worklogShape = z.object({ itemId: id, notes: text, qty: text, workItem: z.unknown() });
