// A promise as it stands in the form: texts as typed. What they mean, and what is wrong with them, by field. Pure.
import {
  type priorities,
  type SavedServiceLevel,
  type SaveServiceLevelInput,
  type Stage,
  saveServiceLevelInput,
} from '#server/features/service-levels/service-level.schema.ts';
import { readSpan, readTimeOfDay, spanText, timeOfDay } from './span-text.ts';

export type Priority = (typeof priorities)[number];
export type Target = 'response' | 'resolution';
export interface DraftSpan {
  from: string;
  to: string;
}
export interface DraftPromise {
  clientId: string | null;
  name: string;
  timeZone: string;
  /** Monday first */
  week: DraftSpan[][];
  holidays: string[];
  /** empty = not promised */
  targets: Record<Priority, Record<Target, string>>;
  pausedStages: Stage[];
  /** empty = never */
  staleAfter: string;
}
export type Problems = Readonly<Record<string, string>>;

const workday: DraftSpan[] = [{ from: '08:00', to: '18:00' }];
export const weekdaysOnly: DraftSpan[][] = [workday, workday, workday, workday, workday, [], []];
export const aroundTheClock: DraftSpan[][] = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]);

/** Where most begin: working hours, an answer within hours, a solution within days. */
export const firstDraft = (timeZone: string): DraftPromise => ({
  clientId: null,
  name: 'Standard',
  timeZone,
  week: weekdaysOnly,
  holidays: [],
  targets: {
    critical: { response: '15 min', resolution: '4 h' },
    high: { response: '1 h', resolution: '8 h' },
    medium: { response: '4 h', resolution: '20 h' },
    low: { response: '8 h', resolution: '' },
  },
  pausedStages: ['waiting-customer', 'waiting-vendor'],
  staleAfter: '20 h',
});

export const draftOf = (level: SavedServiceLevel): DraftPromise => ({
  clientId: level.client?.id ?? null,
  name: level.name,
  timeZone: level.timeZone,
  week: level.week.map((day) => day.map(({ from, to }) => ({ from: timeOfDay(from), to: timeOfDay(to) }))),
  holidays: [...level.holidays],
  targets: eachPriority((priority) => ({
    response: optionalSpan(level.targets[priority].response),
    resolution: optionalSpan(level.targets[priority].resolution),
  })),
  pausedStages: [...level.pausedStages],
  staleAfter: optionalSpan(level.staleAfterMinutes),
});

/** Read by the server's own schema. A text that is no time or span becomes NaN, which the schema refuses at its place. */
export function readDraft(draft: DraftPromise): { promise: SaveServiceLevelInput | null; problems: Problems } {
  const read = saveServiceLevelInput.safeParse({
    clientId: draft.clientId,
    name: draft.name,
    timeZone: draft.timeZone,
    week: draft.week.map((day) =>
      day.map(({ from, to }) => ({ from: readTimeOfDay(from) ?? Number.NaN, to: readTimeOfDay(to) ?? Number.NaN })),
    ),
    holidays: draft.holidays,
    targets: eachPriority((priority) => ({
      response: readOptionalSpan(draft.targets[priority].response),
      resolution: readOptionalSpan(draft.targets[priority].resolution),
    })),
    pausedStages: draft.pausedStages,
    staleAfterMinutes: readOptionalSpan(draft.staleAfter),
  });
  if (read.success) return { promise: read.data, problems: {} };
  const problems: Record<string, string> = {};
  for (const { path, code, message } of read.error.issues) {
    const field = fieldOf(path.map(String));
    problems[field] ??= code === 'custom' ? message : sentenceFor(field, code);
  }
  return { promise: null, problems };
}

/** The place of the form that shows it: "name", "week.0" (a day), "week.0.1" (an opening), "targets.high.response" */
const fieldOf = (path: string[]): string => {
  const depth: Record<string, number> = { week: 3, targets: 3 };
  return path.slice(0, depth[path[0] ?? ''] ?? 1).join('.');
};

function sentenceFor(field: string, code: string): string {
  const [area] = field.split('.');
  if (area === 'name') return code === 'too_big' ? 'At most 80 characters.' : 'Give it a name.';
  if (area === 'timeZone') return 'Choose a time zone.';
  if (area === 'week')
    return field.split('.').length === 2
      ? 'At most four openings a day.'
      : 'A time looks like 08:00; the latest is 24:00.';
  if (area === 'holidays') return code === 'too_big' ? 'At most 400 days.' : 'Every day off must be a date.';
  if (code === 'too_big') return 'At most a year.';
  if (code === 'too_small') return area === 'targets' ? 'At least 1 minute.' : 'At least 30 minutes.';
  return 'Say hours or minutes: 30 min, 4 h, 1 h 30 min.';
}

const optionalSpan = (minutes: number | null): string => (minutes === null ? '' : spanText(minutes));
const readOptionalSpan = (text: string): number | null => (text.trim() === '' ? null : (readSpan(text) ?? Number.NaN));

const eachPriority = <Value>(of: (priority: Priority) => Value): Record<Priority, Value> => ({
  critical: of('critical'),
  high: of('high'),
  medium: of('medium'),
  low: of('low'),
});
