// What a new ticket must have here and nobody gave: the tenant's own defaults, or a sentence that names what is missing.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutotaskContext } from './auth.ts';
import { entityFields, isActive, labelOf, picklist } from './picklists.ts';

/** Autotask makes a ticket only with these, whatever its field list says */
const always = ['status', 'priority', 'queueID'];
/** demanded by some tenants; a day is what is put in when nobody says more */
const dueInMs = 24 * 3_600_000;

export async function requiredFields(
  context: AutotaskContext,
  given: ReadonlySet<string>,
): Promise<Record<string, number | string>> {
  const fields = [...(await entityFields(context, 'Tickets')).values()];
  const demanded = fields.filter((field) => field.isRequired && !field.isReadOnly).map((field) => field.name);
  const missing = [...new Set([...always, ...demanded])].filter((name) => name !== 'id' && !given.has(name));
  const filled: Record<string, number | string> = {};
  const open: string[] = [];
  for (const name of missing) {
    const value = name === 'dueDateTime' ? dueDate(context) : await defaultOf(context, name);
    if (value === null) open.push(name);
    else filled[name] = value;
  }
  if (open.length === 0) return filled;
  throw new ConnectorError(
    'invalid-input',
    `This Autotask wants ${open.join(', ')} for a new ticket and has no default for it. ${open.includes('queueID') ? 'Give a board, or set the queue for new tickets in the connection.' : 'Set a default for it in Autotask, or make it optional.'}`,
    { maybeApplied: false },
  );
}

const dueDate = (context: AutotaskContext) => new Date(context.now().getTime() + dueInMs).toISOString();

async function defaultOf(context: AutotaskContext, name: string): Promise<number | null> {
  const isPicklist = (await entityFields(context, 'Tickets')).get(name.toLowerCase())?.isPickList;
  if (!isPicklist) return null;
  const values = (await picklist(context, 'Tickets', name)).filter(isActive);
  const mapped = context.mapping.statuses.find((row) => row.stage === 'new')?.status;
  if (name === 'status' && values.some((value) => value.value === mapped)) return Number(mapped);
  const marked = values.find((value) => value.isDefaultValue);
  if (marked) return Number(marked.value);
  // a new ticket is new, and an ordinary one, where the tenant marks nothing as its default
  const usual = { status: /^new$/i, priority: /medium|normal/i }[name];
  const byName = usual && values.find((value) => usual.test(labelOf(value)));
  return byName ? Number(byName.value) : null;
}
