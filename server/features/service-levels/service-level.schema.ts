// What was promised, and how the clock of a ticket counts. The same contract for the form and for the server.
import { z } from 'zod';

export const ticketStages = ['new', 'in-progress', 'waiting-customer', 'waiting-vendor', 'resolved', 'closed'] as const;
export const stageSchema = z.enum(ticketStages);
export type Stage = z.infer<typeof stageSchema>;
export const priorities = ['critical', 'high', 'medium', 'low'] as const;

const minute = z.number().int().min(0).max(1_440);
const span = z
  .strictObject({ from: minute, to: minute })
  .refine(({ from, to }) => from < to, 'The end of an opening must be after its beginning.');

/** Monday first; minutes since midnight in the time zone of the promise. An empty day is a day off. */
export const weekSchema = z
  .array(
    z
      .array(span)
      .max(4)
      .refine(
        (day) => day.every((one, index) => index === 0 || (day[index - 1]?.to ?? 0) <= one.from),
        'Openings of one day must be in order and must not overlap.',
      ),
  )
  .length(7);
export type Week = z.infer<typeof weekSchema>;

const targetMinutes = z.number().int().min(1).max(525_600).nullable();
export const targetsSchema = z.strictObject({
  /** until somebody has it in hand; null = not promised */
  response: targetMinutes,
  /** until it is resolved; null = not promised */
  resolution: targetMinutes,
});

export const serviceLevelSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** IANA name */
  timeZone: z
    .string()
    .max(60)
    .refine((zone) => isTimeZone(zone), 'This is no time zone. It looks like "Europe/Zurich".'),
  week: weekSchema,
  /** days off, as YYYY-MM-DD in that time zone */
  holidays: z.array(z.iso.date()).max(400),
  targets: z.record(z.enum(priorities), targetsSchema),
  /** while a ticket stands in one of these, the clock of its resolution stands still */
  pausedStages: z.array(stageSchema).max(ticketStages.length),
  /** open and untouched for this long, in open hours: stale; null = never */
  staleAfterMinutes: z.number().int().min(30).max(525_600).nullable(),
});
export type ServiceLevel = z.infer<typeof serviceLevelSchema>;

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export const clockView = z.object({
  /** `unknown`: it was answered before it was first seen, perhaps in time and perhaps not */
  state: z.enum(['none', 'running', 'paused', 'met', 'late', 'unknown']),
  targetMinutes: z.number().nullable(),
  usedMinutes: z.number(),
  /** when it runs out if nothing pauses it; null while it is paused, over, or not promised */
  dueAt: z.date().nullable(),
});
export type ClockView = z.infer<typeof clockView>;

/** "soon": less than this share of the promise is left */
const soonShare = 0.25;
export const runsOutSoon = ({ state, targetMinutes, usedMinutes }: ClockView): boolean =>
  state === 'running' && targetMinutes !== null && targetMinutes - usedMinutes <= targetMinutes * soonShare;

export const ticketClockView = z.object({
  response: clockView,
  resolution: clockView,
  isStale: z.boolean(),
  /** the last time anything happened to it */
  quietSince: z.date(),
});
export type TicketClockView = z.infer<typeof ticketClockView>;

export const readClockInput = z.object({ ticketId: z.uuid() });
/** null = nothing was promised to its client */
export const readClockOutput = ticketClockView
  .extend({
    /** where it stands, which is why a clock is paused */
    stage: stageSchema.nullable(),
    /** the promise that counts */
    promise: z.object({ name: z.string(), timeZone: z.string() }),
  })
  .nullable();
export type ReadClockOutput = z.infer<typeof readClockOutput>;

export const clocksOfInput = z.object({ ticketIds: z.array(z.uuid()).max(200) });
/** tickets to whose client nothing was promised are left out */
export const clocksOfOutput = z.array(z.object({ ticketId: z.uuid(), clock: ticketClockView }));

export const savedServiceLevel = serviceLevelSchema.extend({
  id: z.uuid(),
  /** null = for every client that has none of its own */
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  updatedAt: z.date(),
});
export type SavedServiceLevel = z.infer<typeof savedServiceLevel>;
export const saveServiceLevelInput = serviceLevelSchema.extend({ clientId: z.uuid().nullable() });
export type SaveServiceLevelInput = z.infer<typeof saveServiceLevelInput>;
export const removeServiceLevelInput = z.object({ serviceLevelId: z.uuid() });

export const ticketClock = z.object({
  ticket: z.object({
    id: z.uuid(),
    externalId: z.string(),
    title: z.string(),
    status: z.string(),
    stage: stageSchema.nullable(),
    priority: z.string().nullable(),
    assignee: z.string().nullable(),
    client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  }),
  clock: ticketClockView,
});
export type TicketClock = z.infer<typeof ticketClock>;
export const listClocksInput = z.object({
  view: z.enum(['late', 'soon', 'stale', 'all']).default('all'),
  /** part of a title, or a number; the counts follow it */
  q: z.string().trim().max(120).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListClocksInput = z.infer<typeof listClocksInput>;
export const listClocksOutput = z.object({
  /** false = nothing was promised to anybody: there are no clocks to speak of */
  isPromised: z.boolean(),
  items: z.array(ticketClock),
  counts: z.object({ late: z.number(), soon: z.number(), stale: z.number(), open: z.number() }),
});
