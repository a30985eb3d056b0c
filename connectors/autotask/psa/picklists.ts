// What the numbers of this tenant's fields mean. Every status, priority, queue and type is its own; kept for an hour.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutotaskContext } from './auth.ts';
import { readAutotask } from './client.ts';
import { type FieldRow, fieldShape, type PicklistValue } from './vendor-shapes.ts';

const keptSeconds = 3_600;
const fieldsShape = z.object({ fields: z.array(fieldShape) });

export type PicklistEntity = 'Tickets' | 'TicketNotes' | 'TicketWebhookFields';

type Fields = ReadonlyMap<string, FieldRow>;
/** a ticket asks for its fields many times over, and a context lives for one call */
const known = new WeakMap<AutotaskContext, Map<PicklistEntity, Promise<Fields>>>();

/** The fields of an entity, by name in lower case. */
export function entityFields(context: AutotaskContext, entity: PicklistEntity): Promise<Fields> {
  const ofCall = known.get(context) ?? new Map<PicklistEntity, Promise<Fields>>();
  known.set(context, ofCall);
  const fields = ofCall.get(entity) ?? readFields(context, entity);
  ofCall.set(entity, fields);
  fields.catch(() => ofCall.delete(entity));
  return fields;
}

async function readFields(context: AutotaskContext, entity: PicklistEntity): Promise<Fields> {
  const stored = await context.token(`fields-${entity}`, async () => {
    const { fields } = await readAutotask(context, fieldsShape, {
      path: `/${entity}/entityInformation/fields`,
      action: `read what the fields of ${entity} mean`,
    });
    const kept = fields.filter((field) => field.isPickList || field.isRequired);
    return { value: JSON.stringify({ fields: kept }), expiresInSeconds: keptSeconds };
  });
  const { fields } = fieldsShape.parse(JSON.parse(stored));
  return new Map(fields.map((field) => [field.name.toLowerCase(), field]));
}

/** Values in the tenant's own order, inactive ones included. @throws ConnectorError `unsupported` where the field has none */
export async function picklist(
  context: AutotaskContext,
  entity: PicklistEntity,
  field: string,
): Promise<PicklistValue[]> {
  const values = (await entityFields(context, entity)).get(field.toLowerCase())?.picklistValues;
  if (!values) {
    throw new ConnectorError('unsupported', `This Autotask tells no values for the field "${field}" of ${entity}.`);
  }
  return [...values].sort((a, b) => (a.sortOrder ?? 0) - (b.sortOrder ?? 0));
}

export const isActive = (value: PicklistValue): boolean => value.isActive !== false;
export const labelOf = (value: PicklistValue): string => value.label || value.value;
