// What every capability takes and gives, and what it does to the world. One contract per verb, shared by all
// connectors: a playbook written against these runs on any stack. Names are `<noun>.<verb>`.
import { z } from 'zod';
import {
  boardSchema,
  clientSchema,
  deviceEventSchema,
  deviceSchema,
  deviceStatusSchema,
  memberSchema,
  noteInputSchema,
  pageSchema,
  prioritySchema,
  scriptResultSchema,
  scriptSchema,
  statusSchema,
  ticketNoteSchema,
  ticketSchema,
  vendorAlertSchema,
} from './nouns.ts';

/**
 * - `read`: changes nothing.
 * - `write`: changes a record; a person could change it back.
 * - `destructive`: changes an endpoint or loses something.
 */
export type Effect = 'read' | 'write' | 'destructive';

/**
 * What may happen after a crash between sending and knowing.
 * - `idempotent`: sending again does no harm.
 * - `keyed`: the connector finds the earlier attempt by our tag and does not repeat it; may go again after the settle wait.
 * - `once`: never again by itself; not found means a person decides.
 */
export type Idempotency = 'idempotent' | 'keyed' | 'once';

export interface CapabilityContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  effect: Effect;
  idempotency: Idempotency;
  /** `job`: the vendor answers "started" and the result is fetched later */
  shape: 'direct' | 'job';
  /** which system it belongs to; decides which connection of a stack serves it */
  system: 'psa' | 'rmm';
  title: string;
  input: I;
  output: O;
}

/** keeps the literal types: whether a capability is a job decides which interface a connector implements for it */
const define = <const C extends CapabilityContract>(contract: C): C => contract;

const id = z.string().min(1).max(200);
const paging = { cursor: z.string().max(2_000).nullish(), limit: z.number().int().min(1).max(1_000).default(100) };

export const capabilityContracts = {
  'ticket.read': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'Read a ticket',
    input: z.strictObject({ ticket: id }),
    output: ticketSchema,
  }),
  'ticket.search': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'Search tickets',
    input: z.strictObject({
      text: z.string().max(200).nullish(),
      client: id.nullish(),
      isClosed: z.boolean().nullish(),
      updatedSince: z.iso.datetime().nullish(),
      externalKey: z.string().max(100).nullish(),
      ...paging,
    }),
    output: pageSchema(ticketSchema),
  }),
  'ticket.create': define({
    effect: 'write',
    idempotency: 'keyed',
    shape: 'direct',
    system: 'psa',
    title: 'Create a ticket',
    input: z.strictObject({
      client: id,
      title: z.string().min(1).max(500),
      description: z.string().max(20_000).nullish(),
      priority: prioritySchema.nullish(),
      board: id.nullish(),
      /** first note; internal text never reaches the customer */
      note: noteInputSchema.nullish(),
    }),
    output: ticketSchema,
  }),
  'ticket.update': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'Update a ticket',
    input: z.strictObject({
      ticket: id,
      title: z.string().min(1).max(500).optional(),
      /** a status of the ticket's own board, by id or by name */
      status: z.string().min(1).max(200).optional(),
      priority: prioritySchema.optional(),
    }),
    output: ticketSchema,
  }),
  'ticket.note.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'Read the notes of a ticket',
    input: z.strictObject({ ticket: id }),
    output: z.object({ items: z.array(ticketNoteSchema) }),
  }),
  'ticket.note.add': define({
    effect: 'write',
    idempotency: 'keyed',
    shape: 'direct',
    system: 'psa',
    title: 'Add a note to a ticket',
    input: z.strictObject({ ticket: id, note: noteInputSchema }),
    output: ticketNoteSchema,
  }),
  'ticket.assign': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'Assign a ticket',
    input: z.strictObject({ ticket: id, member: id }),
    output: ticketSchema,
  }),
  'ticket.resolve': define({
    effect: 'write',
    idempotency: 'keyed',
    shape: 'direct',
    system: 'psa',
    title: 'Resolve a ticket',
    input: z.strictObject({ ticket: id, note: noteInputSchema, status: z.string().min(1).max(200).optional() }),
    output: ticketSchema,
  }),
  'board.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'List boards',
    input: z.strictObject({}),
    output: z.object({ items: z.array(boardSchema) }),
  }),
  'status.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'List statuses',
    input: z.strictObject({ board: id.nullish() }),
    output: z.object({ items: z.array(statusSchema) }),
  }),
  'member.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'List technicians',
    input: z.strictObject({ ...paging }),
    output: pageSchema(memberSchema),
  }),
  'client.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'List clients',
    input: z.strictObject({ ...paging }),
    output: pageSchema(clientSchema),
  }),
  'device.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    title: 'List devices',
    input: z.strictObject({ client: id.nullish(), ...paging }),
    output: pageSchema(deviceSchema),
  }),
  'device.status': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    title: 'Read the state of a device',
    input: z.strictObject({ device: id }),
    output: deviceStatusSchema,
  }),
  'device.events': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    title: 'Read recent events of a device',
    input: z.strictObject({
      device: id,
      since: z.iso.datetime().nullish(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({ items: z.array(deviceEventSchema) }),
  }),
  'script.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    title: 'List scripts',
    input: z.strictObject({}),
    output: z.object({ items: z.array(scriptSchema) }),
  }),
  'script.run': define({
    effect: 'destructive',
    idempotency: 'once',
    shape: 'job',
    system: 'rmm',
    title: 'Run a script on a device',
    input: z.strictObject({
      device: id,
      /** a script of the vendor's library, by id or by exact name */
      script: z.string().min(1).max(200),
      /** typed values; never pasted into script text */
      parameters: z
        .record(
          z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/),
          z.union([z.string().max(1_000), z.number(), z.boolean()]),
        )
        .default({}),
    }),
    output: scriptResultSchema,
  }),
  'alert.read': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    title: 'Read an alert',
    input: z.strictObject({ alert: id }),
    output: vendorAlertSchema,
  }),
  'alert.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    title: 'List active alerts',
    input: z.strictObject({ device: id.nullish() }),
    output: z.object({ items: z.array(vendorAlertSchema) }),
  }),
  'alert.resolve': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    title: 'Reset an alert',
    input: z.strictObject({ alert: id, reason: z.string().max(500) }),
    output: z.object({ alert: id, isActive: z.boolean() }),
  }),
} as const;

export type CapabilityName = keyof typeof capabilityContracts;
export const capabilityNames = Object.keys(capabilityContracts) as CapabilityName[];
export type CapabilityInput<N extends CapabilityName> = z.output<(typeof capabilityContracts)[N]['input']>;
export type CapabilityOutput<N extends CapabilityName> = z.output<(typeof capabilityContracts)[N]['output']>;
export type JobCapabilityName = {
  [N in CapabilityName]: (typeof capabilityContracts)[N]['shape'] extends 'job' ? N : never;
}[CapabilityName];
export type DirectCapabilityName = Exclude<CapabilityName, JobCapabilityName>;

/** The six operations every MSP tool is asked for, in the words of the mission, and where they live here. */
export const universalOperations = {
  read_ticket: 'ticket.read',
  create_ticket: 'ticket.create',
  update_ticket: 'ticket.update',
  run_script: 'script.run',
  get_device_status: 'device.status',
  get_alert: 'alert.read',
} as const satisfies Record<string, CapabilityName>;
