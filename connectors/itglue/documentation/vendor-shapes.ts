// IT Glue's JSON:API, as far as it is read. Tolerant: what may be absent is, and unknown fields are ignored.
import { z } from 'zod';

const text = z.string().nullish();
const id = z.union([z.string(), z.number()]).transform(String);
const optionalId = id.nullish();

export const resourceShape = <T extends z.ZodType>(attributes: T) => z.object({ id, attributes });
export const oneShape = <T extends z.ZodType>(attributes: T) => z.object({ data: resourceShape(attributes) });
export const listShape = <T extends z.ZodType>(attributes: T) =>
  z.object({
    data: z.array(resourceShape(attributes)),
    meta: z.object({ 'next-page': z.coerce.number().nullish() }).nullish(),
  });

export const organizationShape = z.object({ name: z.string(), 'organization-status-name': text });

export const contactShape = z.object({
  name: text,
  'first-name': text,
  'last-name': text,
  'organization-id': optionalId,
  'organization-name': text,
  'contact-emails': z.array(z.object({ value: text, primary: z.boolean().nullish() })).nullish(),
});

export const configurationShape = z.object({
  name: z.string(),
  'organization-id': optionalId,
  'organization-name': text,
  'location-id': optionalId,
  'location-name': text,
  hostname: text,
  'primary-ip': text,
  'mac-address': text,
  'serial-number': text,
  'asset-tag': text,
  'configuration-type-name': text,
  'configuration-status-name': text,
  'operating-system-name': text,
  'operating-system-notes': text,
  'installed-at': text,
  'warranty-expires-at': text,
  notes: text,
  archived: z.boolean().nullish(),
  'resource-url': text,
  'updated-at': text,
});
export type ConfigurationAttributes = z.output<typeof configurationShape>;

export const assetTypeShape = z.object({ name: text });

export const assetFieldShape = z.object({
  name: z.string(),
  'name-key': text,
  kind: z.string(),
  order: z.coerce.number().nullish(),
});
export type AssetField = z.output<typeof assetFieldShape>;

/** a trait: a plain value, or records it points to */
const traitShape = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.object({ type: text, values: z.array(z.object({ name: text })) }),
  z.unknown(),
]);
export const assetShape = z.object({
  name: text,
  'organization-id': optionalId,
  'organization-name': text,
  'flexible-asset-type-id': optionalId,
  'flexible-asset-type-name': text,
  traits: z.record(z.string(), traitShape).nullish(),
  archived: z.boolean().nullish(),
  'resource-url': text,
  'updated-at': text,
});
export type AssetAttributes = z.output<typeof assetShape>;

export const documentShape = z.object({
  name: text,
  'organization-id': optionalId,
  'organization-name': text,
  archived: z.boolean().nullish(),
  'resource-url': text,
  'updated-at': text,
});
export type DocumentAttributes = z.output<typeof documentShape>;

export const sectionShape = z.object({
  'resource-type': text,
  content: text,
  'rendered-content': text,
  sort: z.coerce.number().nullish(),
});
export type SectionAttributes = z.output<typeof sectionShape>;

export const errorsShape = z.object({
  errors: z.array(z.object({ title: text, detail: text, source: z.object({ pointer: text }).nullish() })).min(1),
});
