// What we read of Halo's answers. Tolerant: fields come and go with the version and the configuration of an instance.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();
/** some ids are written as 12.0 or as text; 0 and below mean "none" */
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();

export const ticketShape = z.object({
  id: z.number().int().positive(),
  summary: text,
  details: text,
  details_html: text,
  tickettype_id: number,
  tickettype_name: text,
  status_id: number,
  status_name: text,
  priority_id: number,
  priority_name: text,
  category_1: text,
  team: text,
  client_id: number,
  client_name: text,
  user_id: number,
  user_name: text,
  user_email: text,
  agent_id: number,
  agent_name: text,
  hasbeenclosed: flag,
  third_party_id_string: text,
  dateoccurred: text,
  dateoccured: text,
  datecreated: text,
  lastactiondate: text,
  last_update: text,
  dateclosed: text,
  datecleared: text,
});
export type TicketRow = z.output<typeof ticketShape>;

export const actionShape = z.object({
  id: z.number().int().positive(),
  ticket_id: number,
  outcome: text,
  who: text,
  datetime: text,
  note: text,
  note_html: text,
  emailbody_html: text,
  hiddenfromuser: flag,
  timetaken: number,
  new_status: number,
});
export type ActionRow = z.output<typeof actionShape>;

export const statusShape = z.object({ id: z.number().int(), name: text });
/** one row per SLA: the same `priorityid` comes again */
export const priorityShape = z.object({ priorityid: z.number().int(), name: text, ishidden: flag });
export const typeShape = z.object({ id: z.number().int(), name: text, visible: flag, cancreate: flag });
export type TypeRow = z.output<typeof typeShape>;
export const categoryShape = z.object({ id: z.number().int(), value: text, category_name: text });
export const teamShape = z.object({ id: z.number().int(), name: text, inactive: flag });
export const agentShape = z.object({ id: z.number().int(), name: text, initials: text, email: text, isdisabled: flag });
export type AgentRow = z.output<typeof agentShape>;
export const clientShape = z.object({ id: z.number().int(), name: text, inactive: flag, main_site_id: number });
export const userShape = z.object({
  id: z.number().int(),
  name: text,
  emailaddress: text,
  inactive: flag,
  client_id: number,
  client_name: text,
});
export const assetShape = z.object({
  id: z.number().int(),
  inventory_number: text,
  key_field: text,
  client_id: number,
  client_name: text,
  site_id: number,
  site_name: text,
  assettype_name: text,
  fields: z.array(z.object({ name: text, value: z.unknown(), display: text })).nullish(),
});
export type AssetRow = z.output<typeof assetShape>;

export const webhookShape = z.object({
  id: z.string().min(1),
  name: text,
  url: text,
  active: flag,
  disabled: flag,
  events: z.array(z.object({ eventno: number })).nullish(),
});
export type WebhookRow = z.output<typeof webhookShape>;

/** A POST answers the object itself, or an array when several were sent. */
export const oneOf = <T extends z.ZodType>(shape: T) =>
  z.union([shape, z.tuple([shape], z.unknown()).transform(([one]) => one as z.output<T>)]);
