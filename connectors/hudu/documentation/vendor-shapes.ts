// Hudu's answers, as far as they are read. Lists are wrapped by name or bare, records too, depending on the kind and the
// version: both are read.
import { z } from 'zod';

const text = z.string().nullish();
const id = z.union([z.number(), z.string()]).transform(String);

/** `[…]` or `{"articles": […]}` */
export const listOf = <T extends z.ZodType>(name: string, item: T) =>
  z.union([z.array(item), z.object({ [name]: z.array(item) }).transform((body): z.output<T>[] => body[name] ?? [])]);

/** `{…}` or `{"article": {…}}` */
export const oneOf = <T extends z.ZodType>(name: string, item: T) =>
  z.preprocess(
    (body) => (typeof body === 'object' && body !== null && name in body ? Reflect.get(body, name) : body),
    item,
  );

export const infoShape = z.object({ version: z.string(), date: text });

export const companyShape = z.object({ id, name: z.string(), archived: z.boolean().nullish() });
export type Company = z.output<typeof companyShape>;

export const articleShape = z.object({
  id,
  name: text,
  content: text,
  company_id: id.nullish(),
  draft: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  url: text,
  updated_at: text,
});
export type Article = z.output<typeof articleShape>;

export const assetShape = z.object({
  id,
  name: text,
  company_id: id.nullish(),
  company_name: text,
  asset_layout_id: id.nullish(),
  /** the layout's name */
  asset_type: text,
  primary_serial: text,
  primary_manufacturer: text,
  primary_model: text,
  archived: z.boolean().nullish(),
  url: text,
  updated_at: text,
  fields: z
    .array(z.object({ label: z.string(), value: z.unknown().optional(), position: z.number().nullish() }))
    .nullish(),
  cards: z.array(z.object({ integrator_name: text, sync_type: text })).nullish(),
});
export type Asset = z.output<typeof assetShape>;

export const layoutShape = z.object({
  id,
  name: z.string(),
  fields: z.array(z.object({ label: z.string(), field_type: z.string() })).nullish(),
});
export type Layout = z.output<typeof layoutShape>;

export const networkShape = z.object({
  id,
  name: text,
  address: text,
  description: text,
  notes: text,
  company_id: id.nullish(),
  archived_at: text,
  url: text,
  updated_at: text,
});
export type Network = z.output<typeof networkShape>;

export const errorShape = z.object({
  error: text,
  errors: z.unknown().optional(),
  details: z.array(z.unknown()).nullish(),
});
