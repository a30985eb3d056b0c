// What the console is told of who is who, and what it may ask.
import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';

export const subjectKind = z.enum(['device', 'client', 'person']);
export type SubjectKindView = z.infer<typeof subjectKind>;

const why = z.string().trim().max(300).nullish();

/** Two of ours are one: `otherId` goes into `keepId`. Its history stays readable under its own name. */
export const mergeInput = z.object({ kind: subjectKind, keepId: z.uuid(), otherId: z.uuid(), why });
export type MergeInput = z.infer<typeof mergeInput>;

/** Records of vendors that are not this one after all; they become one of their own again. */
export const splitInput = z.object({
  kind: subjectKind,
  subjectId: z.uuid(),
  recordIds: z.array(z.uuid()).min(1).max(50),
  why,
});
export type SplitInput = z.infer<typeof splitInput>;

/** `groupId` undoes exactly this; `subjectId` is where the records are now. */
export const decisionOutput = z.object({ groupId: z.uuid(), subjectId: z.uuid(), records: z.number() });
export type DecisionOutput = z.infer<typeof decisionOutput>;

export const undoInput = z.object({ groupId: z.uuid() });
export type UndoInput = z.infer<typeof undoInput>;
export const undoOutput = z.object({ records: z.number() });

export const conflictTopic = z.enum([
  'two-candidates',
  'names-differ',
  'serials-differ',
  'clients-differ',
  'moved-client',
  'same-serial',
]);

export const conflictView = z.object({
  id: z.uuid(),
  kind: subjectKind,
  topic: conflictTopic,
  subject: z.object({ id: z.uuid(), name: z.string() }),
  /** what is wrong, in a sentence */
  sentence: z.string(),
  /** who says what */
  values: z.array(
    z.object({
      recordId: z.uuid().nullable(),
      connectionId: z.uuid(),
      connection: z.string(),
      connector: z.string(),
      externalId: z.string(),
      value: z.string(),
    }),
  ),
  /** of ours: each may be the same thing */
  candidates: z.array(z.object({ id: z.uuid(), name: z.string(), client: z.string().nullable() })),
  foundAt: z.date(),
  resolution: z.string().nullable(),
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
});
export type ConflictView = z.infer<typeof conflictView>;

export const listConflictsInput = pageInput.extend({
  kind: subjectKind.optional(),
  state: z.enum(['open', 'settled']).default('open'),
});
export type ListConflictsInput = z.infer<typeof listConflictsInput>;
export const conflictPage = pageOf(conflictView);
export const conflictCounts = z.object({ device: z.number(), client: z.number(), person: z.number() });

/**
 * - `same`: it is `candidateId`; both become one.
 * - `different`: not the same. With candidates: never matched again; with `recordId`: that record is taken out.
 * - `accept`: it is right as it is; asked again only when something changes.
 */
export const decideConflictInput = z.object({
  conflictId: z.uuid(),
  verdict: z.enum(['same', 'different', 'accept']),
  candidateId: z.uuid().nullish(),
  recordId: z.uuid().nullish(),
});
export type DecideConflictInput = z.infer<typeof decideConflictInput>;
export const decideConflictOutput = z.object({ groupId: z.uuid().nullable() });

/** One vendor's record of a thing, and how sure the match is. */
export const recordView = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  connection: z.string(),
  connector: z.string(),
  externalId: z.string(),
  matchedBy: z.string(),
  /** 0 to 100 */
  confidence: z.number(),
  reason: z.string(),
  seenAt: z.date(),
  goneAt: z.date().nullable(),
  /** what it says, in words: "Name" -> "WS-014" */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type RecordView = z.infer<typeof recordView>;

export const decisionView = z.object({
  groupId: z.uuid(),
  verdict: z.enum(['same', 'different']),
  records: z.number(),
  from: z.object({ id: z.uuid(), name: z.string() }),
  to: z.object({ id: z.uuid(), name: z.string() }),
  why: z.string().nullable(),
  by: z.string(),
  at: z.date(),
  revokedAt: z.date().nullable(),
});
export type DecisionView = z.infer<typeof decisionView>;

export const clientSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  devices: z.number(),
  people: z.number(),
  openIncidents: z.number(),
  records: z.array(
    z.object({
      connection: z.string(),
      connector: z.string(),
      name: z.string(),
      confidence: z.number(),
      isGone: z.boolean(),
    }),
  ),
  conflicts: z.number(),
});
export type ClientSummary = z.infer<typeof clientSummary>;
export const listClientsInput = pageInput.extend({
  q: z.string().trim().max(120).optional(),
  show: z.enum(['all', 'one-system', 'doubtful']).default('all'),
});
export type ListClientsInput = z.infer<typeof listClientsInput>;
export const clientPage = pageOf(clientSummary);

export const readSubjectInput = z.object({ id: z.uuid() });
export type ReadSubjectInput = z.infer<typeof readSubjectInput>;
export const clientView = clientSummary.omit({ records: true, conflicts: true }).extend({
  /** the address named another one that was merged into this */
  isRedirected: z.boolean(),
  records: z.array(recordView),
  conflicts: z.array(conflictView),
  decisions: z.array(decisionView),
  createdAt: z.date(),
});
export type ClientView = z.infer<typeof clientView>;

export const personSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  isActive: z.boolean(),
  goneAt: z.date().nullable(),
  records: z.array(recordView),
  conflicts: z.number(),
});
export type PersonSummary = z.infer<typeof personSummary>;
export const listPeopleInput = pageInput.extend({
  clientId: z.uuid().optional(),
  q: z.string().trim().max(120).optional(),
});
export type ListPeopleInput = z.infer<typeof listPeopleInput>;
export const personPage = pageOf(personSummary);
