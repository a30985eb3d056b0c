// Our words for a field of a ticket -> NinjaOne's.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Category, Priority } from '#connectors/sdk/nouns.ts';
import { pickPriority } from '#connectors/sdk/tickets/pick-status.ts';
import type { NinjaContext } from './auth.ts';
import type { FormRow } from './ticket-shapes.ts';
import { priorities } from './ticket-transform.ts';
import { listForms } from './ticketing.ts';

export const longestSubject = 200;

/** Ticket types: parts of the API itself, the same on every instance. */
export const categories: Category[] = [
  'PROBLEM',
  'QUESTION',
  'INCIDENT',
  'TASK',
  'CHANGE_REQUEST',
  'SERVICE_REQUEST',
  'PROJECT',
  'APPOINTMENT',
  'MISCELLANEOUS',
].map((id) => ({
  id,
  name: `${id[0]}${id.slice(1).toLowerCase().replaceAll('_', ' ')}`,
  board: null,
  isActive: true,
}));

/** By type, by its name, or by our word as this connection maps it. @throws ConnectorError `invalid-input` */
export function requireType(context: NinjaContext, wanted: string): string {
  const mapped = context.mapping.categories.find(({ category }) => category === wanted)?.id ?? wanted;
  const plain = mapped.trim().toLowerCase();
  const found = categories.find(({ id, name }) => [id, name].some((word) => word.toLowerCase() === plain));
  if (found) return found.id;
  const known = categories.map(({ name }) => `"${name}"`).join(', ');
  throw new ConnectorError(
    'invalid-input',
    `NinjaOne has no ticket type "${wanted.slice(0, 60)}"; there are ${known}.`,
  );
}

/** NinjaOne has three; what is critical gets the highest of them unless it is mapped. */
export const priorityId = (context: NinjaContext, wanted: Priority): string =>
  pickPriority(priorities, wanted, context.mapping)?.id ?? priorities[0]?.id ?? 'HIGH';

/** By number or name, else the default form. @throws ConnectorError `invalid-input` */
export async function requireForm(context: NinjaContext, wanted: string | null | undefined): Promise<FormRow> {
  const forms = (await listForms(context)).filter(({ active }) => active !== false);
  const plain = wanted?.trim().toLowerCase();
  const found = plain
    ? forms.find(({ id, name }) => String(id) === plain || name.trim().toLowerCase() === plain)
    : (forms.find((form) => form.default === true) ?? forms[0]);
  if (found) return found;
  const known = forms.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new ConnectorError(
    'invalid-input',
    wanted
      ? `NinjaOne has no active ticket form "${wanted.slice(0, 60)}"; there are ${known}.`
      : 'NinjaOne has no active ticket form, so no ticket can be made.',
  );
}
