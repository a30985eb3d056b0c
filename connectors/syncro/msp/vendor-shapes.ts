// What Syncro answers, as far as we read it. The document shows examples only: numbers may be text, and anything may be null.
import { z } from 'zod';

const id = z.union([z.number().int(), z.string().regex(/^\d{1,18}$/)]).transform(String);
const optionalId = id.nullish().transform((value) => value ?? null);
const text = z.string().nullish();
/** "true" and "false" as words in places */
const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : value === true || value === 'true'));

export const metaShape = z.object({
  meta: z
    .object({
      total_pages: z.coerce.number().nullish(),
      page: z.coerce.number().nullish(),
      total_entries: z.coerce.number().nullish(),
    })
    .nullish(),
});

export const commentShape = z.object({
  id,
  subject: text,
  body: text,
  tech: text,
  hidden: flag,
  created_at: text,
  is_rich_text: flag,
});
export type SyncroComment = z.output<typeof commentShape>;

export const timerShape = z.object({ id, notes: text });

const assetShort = z.looseObject({ id });
export const ticketShape = z.object({
  id,
  number: z.union([z.number(), z.string()]).nullish(),
  subject: text,
  status: text,
  priority: text,
  problem_type: text,
  customer_id: optionalId,
  customer_business_then_name: text,
  contact_id: optionalId,
  contact_fullname: text,
  // a read ticket has the contact whole, a listed one its id
  contact: z.object({ id, name: text }).nullish().catch(null),
  user_id: optionalId,
  user: z.object({ full_name: text }).nullish().catch(null),
  created_at: text,
  updated_at: text,
  resolved_at: text,
  comments: z.array(commentShape).nullish(),
  ticket_timers: z.array(timerShape).nullish(),
  assets: z.array(assetShort).nullish(),
});
export type SyncroTicket = z.output<typeof ticketShape>;

const customerNames = { business_then_name: text, business_name: text, fullname: text };
export const customerShape = z.object({ id, ...customerNames, disabled: flag });
export type SyncroCustomer = z.output<typeof customerShape>;

export const contactShape = z.object({ id, name: text, email: text, customer_id: optionalId });
export const userShape = z.union([
  z.tuple([id, z.string()]).transform(([userId, name]) => ({ id: userId, name })),
  z.object({ id, name: z.string() }),
]);

const anything = z.record(z.string(), z.unknown()).nullish().catch(null);
export const assetShape = z.object({
  id,
  name: text,
  customer_id: optionalId,
  customer: z.object(customerNames).nullish().catch(null),
  asset_type: text,
  asset_serial: text,
  updated_at: text,
  properties: anything,
  rmm_store: z.object({ triggers: anything, general: anything, updated_at: text }).partial().nullish().catch(null),
});
export type SyncroAsset = z.output<typeof assetShape>;

export const patchesShape = z.object({
  installed_patches: z.array(z.object({ installed_at: text })).nullish(),
  available_patches: z.array(z.object({ status: text })).nullish(),
  available_patches_meta: z.object({ total_pages: z.coerce.number().nullish() }).nullish(),
});

export const alertShape = z.object({
  id,
  customer_id: optionalId,
  asset_id: optionalId,
  computer_name: text,
  description: text,
  formatted_output: text,
  status: text,
  resolved: flag,
  created_at: text,
  updated_at: text,
  properties: anything,
});
export type SyncroAlert = z.output<typeof alertShape>;

export const settingsShape = z.object({
  ticket: z.object({
    problem_types: z.array(z.string()).nullish(),
    priorities: z.array(z.string().nullable()).nullish(),
  }),
});
export const ticketSettingsShape = z.object({ ticket_status_list: z.array(z.string()) });
export const meShape = z.object({
  user_name: text,
  user_email: text,
  permissions: z
    .object({ script: z.object({ execute: flag }).nullish() })
    .nullish()
    .catch(null),
});
