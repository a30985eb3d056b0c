// Finding the tenant's own priority for one of ours.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Priority } from '#connectors/sdk/nouns.ts';
import type { PsaContext } from './client.ts';
import { listAll } from './lists.ts';
import { pickPriority } from './transform.ts';
import { type PriorityRow, priorityShape } from './vendor-shapes.ts';

export const listPriorities = (context: PsaContext): Promise<PriorityRow[]> =>
  listAll(context, { path: '/service/priorities', shape: priorityShape, action: 'list the priorities' });

/** @throws ConnectorError `invalid-input` that names the priorities there are */
export async function requirePriority(context: PsaContext, wanted: Priority): Promise<PriorityRow> {
  const rows = await listPriorities(context);
  const mapped = context.mapping.priorities.find((one) => one.priority === wanted);
  const row = rows.find((one) => String(one.id) === mapped?.id) ?? pickPriority(rows, wanted);
  if (row) return row;
  throw new ConnectorError(
    'invalid-input',
    `No ConnectWise priority means "${wanted}". It has: ${rows.map((one) => one.name).join(', ')}.`,
  );
}
