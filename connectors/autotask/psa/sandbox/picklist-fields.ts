// The numbers of this imaginary tenant and what they mean. The world has names; Autotask has picklists.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { AutotaskSandbox, AutotaskSandboxState } from './autotask-state.ts';

/** by the position of the world's statuses: New, In Progress, Waiting on Customer, Escalated, Resolved, Closed */
const statusValues = [1, 8, 7, 11, 20, 5];
const statusLabels = ['New', 'In Progress', 'Waiting Customer', 'Escalate', 'Resolved by us', 'Complete'];
export const statusValue = (worldStatus: number): number => statusValues[(worldStatus % 100) - 1] ?? 1;
export const worldStatus = (value: unknown, boardId: number): number | null => {
  const index = statusValues.indexOf(Number(value));
  return index < 0 || typeof value !== 'number' ? null : boardId * 100 + index + 1;
};

const priorities = { critical: 4, high: 1, medium: 2, low: 3 } as const;
type WorldPriority = keyof typeof priorities;
export const priorityValue = (priority: WorldPriority): number => priorities[priority];
export const worldPriority = (value: unknown): WorldPriority | null =>
  (Object.keys(priorities) as WorldPriority[]).find((name) => priorities[name] === value) ?? null;

const firstQueue = 29_683_480;
export const queueValue = (boardId: number): number => firstQueue + boardId;
export const worldBoard = (value: unknown): number => Number(value) - firstQueue;

/** the world has categories as text: the same text is always the same number */
export function typeValue(name: string): number {
  let id = 7;
  for (const letter of name) id = (id * 31 + letter.charCodeAt(0)) % 9_973;
  return id + 1;
}
const categories = (world: SandboxWorld) =>
  [...new Set(world.state.tickets.map((ticket) => ticket.category ?? 'Other / General'))].sort();
export const categoryOf = (world: SandboxWorld, issueType: unknown, subIssueType: unknown): string | null => {
  const found = categories(world).find((category) => {
    const [type = '', subtype] = category.split(' / ');
    return typeValue(type) === issueType && (subIssueType == null || typeValue(subtype ?? '') === subIssueType);
  });
  return found === undefined || subIssueType != null ? (found ?? null) : (found.split(' / ')[0] ?? null);
};

interface Value {
  value: number | string;
  label: string;
  isDefaultValue?: boolean;
  parentValue?: string;
  isActive?: boolean;
  isSystem?: boolean;
}
const values = (entries: Value[]) =>
  entries.map((entry, index) => ({
    // text, although the field is a number
    value: String(entry.value),
    label: entry.label,
    isDefaultValue: entry.isDefaultValue ?? false,
    sortOrder: index + 1,
    parentValue: entry.parentValue ?? '',
    isActive: entry.isActive ?? true,
    isSystem: entry.isSystem ?? false,
  }));

const field = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  dataType: 'integer',
  length: 0,
  isRequired: false,
  isReadOnly: false,
  isQueryable: true,
  isReference: false,
  referenceEntityType: '',
  isPickList: 'picklistValues' in more,
  picklistValues: null,
  picklistParentValueField: '',
  isSupportedWebhookField: false,
  ...more,
});

export function ticketFields({ world, state }: AutotaskSandbox) {
  const pairs = categories(world).map((category) => category.split(' / '));
  const types = [...new Set(pairs.map(([type = '']) => type))];
  const subtypes = pairs.filter(([, subtype]) => subtype !== undefined);
  return [
    field('id', { isRequired: true, isReadOnly: true }),
    field('companyID', { isRequired: true }),
    field('title', { dataType: 'string', length: 255, isRequired: true }),
    field('dueDateTime', { dataType: 'datetime', isRequired: state.quirks.demandsDueDate }),
    field('status', {
      isRequired: true,
      picklistValues: values(
        statusValues.map((value, index) => ({
          value,
          label: statusLabels[index] ?? '',
          isSystem: value === 1 || value === 5,
        })),
      ),
    }),
    field('priority', {
      isRequired: true,
      picklistValues: values([
        { value: 4, label: 'Critical' },
        { value: 1, label: 'High' },
        { value: 2, label: 'Medium', isDefaultValue: true },
        { value: 3, label: 'Low' },
      ]),
    }),
    field('queueID', {
      picklistValues: values(
        world.state.boards.map((board, index) => ({
          value: queueValue(board.id),
          label: board.name,
          isActive: board.isActive,
          isDefaultValue: state.quirks.hasDefaultQueue && index === 0,
        })),
      ),
    }),
    field('issueType', { picklistValues: values(types.map((type) => ({ value: typeValue(type), label: type }))) }),
    field('subIssueType', {
      picklistParentValueField: 'issueType',
      picklistValues: values(
        subtypes.map(([type = '', subtype = '']) => ({
          value: typeValue(subtype),
          label: subtype,
          parentValue: String(typeValue(type)),
        })),
      ),
    }),
  ];
}

export const noteFields = ({ quirks }: AutotaskSandboxState) => [
  field('noteType', {
    isRequired: true,
    picklistValues: values([
      { value: 1, label: 'Task Summary' },
      { value: 2, label: 'Task Detail', isSystem: true },
      { value: 3, label: 'Task Notes' },
      { value: 13, label: 'Workflow Rule Note - Task', isSystem: true },
    ]),
  }),
  field('publish', {
    isRequired: true,
    picklistValues: values(quirks.publishLabels.map((label, index) => ({ value: index + 1, label, isSystem: true }))),
  }),
];

export const webhookFields = () => [
  field('fieldID', {
    isRequired: true,
    picklistValues: values(
      ['Status', 'Title', 'Priority', 'Queue', 'Issue Type', 'Assigned Resource', 'Due Date', 'Ticket Number'].map(
        (label, index) => ({ value: 801 + index, label, isSystem: true }),
      ),
    ),
  }),
];
