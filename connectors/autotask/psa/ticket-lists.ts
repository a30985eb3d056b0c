// Queues, statuses, priorities and categories of tickets as our nouns, out of the picklists.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Category, Status, VendorPriority } from '#connectors/sdk/nouns.ts';
import type { AutotaskContext } from './auth.ts';
import { entityFields, isActive, labelOf, picklist } from './picklists.ts';

/**
 * "Complete" is the one status of Autotask's own that ends a ticket; its value is 5 in every tenant (django-autotask relies on
 * it). Others end one only where a person mapped them.
 */
const completeValue = '5';

export async function listStatuses(context: AutotaskContext): Promise<Status[]> {
  const mapped = context.mapping.statuses.filter((row) => row.stage === 'resolved' || row.stage === 'closed');
  const closing = new Set([completeValue, ...mapped.map((row) => row.status)]);
  return (await picklist(context, 'Tickets', 'status')).filter(isActive).map((value) => ({
    id: value.value,
    name: labelOf(value),
    board: null,
    isClosed: closing.has(value.value),
    isDefault: value.isDefaultValue ?? false,
  }));
}

export async function listPriorities(context: AutotaskContext): Promise<VendorPriority[]> {
  return (await picklist(context, 'Tickets', 'priority')).filter(isActive).map((value, index) => ({
    id: value.value,
    name: labelOf(value),
    rank: index,
    isDefault: value.isDefaultValue ?? false,
  }));
}

/** Issue types, and each sub-issue type below its own: "10" and "10/136". */
export async function listCategories(context: AutotaskContext): Promise<Category[]> {
  const types = await picklist(context, 'Tickets', 'issueType');
  const subtypes = (await entityFields(context, 'Tickets')).get('subissuetype')?.picklistValues ?? [];
  return types.flatMap((type) => [
    { id: type.value, name: labelOf(type), board: null, isActive: isActive(type) },
    ...subtypes
      .filter((subtype) => subtype.parentValue === type.value)
      .map((subtype) => ({
        id: `${type.value}/${subtype.value}`,
        name: `${labelOf(type)} / ${labelOf(subtype)}`,
        board: null,
        isActive: isActive(type) && isActive(subtype),
      })),
  ]);
}

/** The two fields that a category is. @throws ConnectorError `invalid-input` */
export async function categoryFields(
  context: AutotaskContext,
  wanted: string,
): Promise<{ issueType: number; subIssueType?: number }> {
  const categories = (await listCategories(context)).filter((category) => category.isActive);
  const mapped = context.mapping.categories.find((row) => row.category.toLowerCase() === wanted.trim().toLowerCase());
  const found =
    categories.find((category) => category.id === (mapped?.id ?? wanted)) ??
    categories.find((category) => category.name.toLowerCase() === wanted.trim().toLowerCase());
  if (!found) {
    throw new ConnectorError('invalid-input', `Autotask has no issue type "${wanted.slice(0, 60)}" that is in use.`);
  }
  const [issueType, subIssueType] = found.id.split('/').map(Number);
  return { issueType: issueType ?? 0, ...(subIssueType === undefined ? {} : { subIssueType }) };
}
