// What every capability takes and gives, and what it does to the world. One contract per verb, shared by all
// connectors: a playbook written against these runs on any stack. Names are `<noun>.<verb>`.
import { z } from 'zod';
import {
  boardSchema,
  categorySchema,
  clientSchema,
  contactSchema,
  deviceEventSchema,
  deviceSchema,
  deviceStatusSchema,
  directoryGroupSchema,
  directoryPolicySchema,
  directoryUserSchema,
  documentSchema,
  documentSummarySchema,
  licenseSchema,
  memberSchema,
  noteInputSchema,
  pageSchema,
  prioritySchema,
  type SystemKind,
  scriptResultSchema,
  scriptSchema,
  signInSchema,
  statusSchema,
  ticketNoteSchema,
  ticketSchema,
  vendorAlertSchema,
  vendorPrioritySchema,
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
  /** which kind of system it belongs to: the one a playbook's call goes to when several kinds could serve it */
  system: SystemKind;
  /** kinds of system that may offer it too */
  alsoOf?: readonly SystemKind[];
  /** arguments that must be written out in the playbook: nothing computed or received may become part of them */
  literalInputs?: readonly string[];
  /** parts of the output that are secret: the bus seals them before anything is stored; a person opens the seal once */
  secretOutputs?: readonly string[];
  title: string;
  input: I;
  output: O;
}

/** keeps the literal types: whether a capability is a job decides which interface a connector implements for it */
const define = <const C extends CapabilityContract>(contract: C): C => contract;

const id = z.string().min(1).max(200);
const scriptParameters = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/), z.union([z.string().max(1_000), z.number(), z.boolean()]))
  .default({});
/** a person in a directory: the vendor's id or the user principal name */
const user = z.string().min(1).max(320);
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
      /** by the vendor's id or by name */
      category: z.string().min(1).max(200).nullish(),
      /** the vendor's id of the person at the client who reports it */
      contact: id.nullish(),
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
      /** a status of the ticket's own board: by id, by name, or by our stage ("in-progress") as this connection maps it */
      status: z.string().min(1).max(200).optional(),
      priority: prioritySchema.optional(),
      category: z.string().min(1).max(200).optional(),
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
  'ticket.time.add': define({
    effect: 'write',
    idempotency: 'keyed',
    shape: 'direct',
    system: 'psa',
    title: 'Add time to a ticket',
    input: z.strictObject({
      ticket: id,
      minutes: z.number().int().min(1).max(1_440),
      /** when the work began; the time of the call less the minutes when absent */
      startedAt: z.iso.datetime().nullish(),
      note: noteInputSchema,
    }),
    output: z.object({ id, minutes: z.number().int() }),
  }),
  'priority.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'List priorities',
    input: z.strictObject({}),
    output: z.object({ items: z.array(vendorPrioritySchema) }),
  }),
  'category.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    title: 'List categories',
    input: z.strictObject({ board: id.nullish() }),
    output: z.object({ items: z.array(categorySchema) }),
  }),
  'contact.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'psa',
    alsoOf: ['documentation'],
    title: 'List people at clients',
    input: z.strictObject({ client: id.nullish(), ...paging }),
    output: pageSchema(contactSchema),
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
    alsoOf: ['rmm', 'documentation', 'directory', 'remote'],
    title: 'List clients',
    input: z.strictObject({ ...paging }),
    output: pageSchema(clientSchema),
  }),
  'device.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    alsoOf: ['psa', 'documentation', 'directory', 'remote'],
    title: 'List devices',
    input: z.strictObject({ client: id.nullish(), ...paging }),
    output: pageSchema(deviceSchema),
  }),
  'device.status': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'rmm',
    alsoOf: ['directory', 'remote'],
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
      parameters: scriptParameters,
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
  'command.run': define({
    effect: 'destructive',
    idempotency: 'once',
    shape: 'job',
    system: 'rmm',
    alsoOf: ['remote'],
    literalInputs: ['shell', 'text'],
    title: 'Run a command on a device',
    input: z.strictObject({
      device: id,
      shell: z.enum(['powershell', 'cmd', 'bash']),
      /** written out in the playbook; what differs from run to run goes into `parameters` */
      text: z.string().min(1).max(4_000),
      /** become variables of the shell, never part of the text */
      parameters: scriptParameters,
      timeoutSeconds: z.number().int().min(1).max(600).default(60),
      maxOutputCharacters: z.number().int().min(100).max(100_000).default(20_000),
    }),
    output: scriptResultSchema,
  }),
  'session.link': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'remote',
    title: 'Get a link to a remote session',
    input: z.strictObject({ device: id }),
    output: z.object({ url: z.url(), name: z.string() }),
  }),
  'document.search': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'documentation',
    title: 'Search documentation',
    input: z.strictObject({
      text: z.string().max(200).nullish(),
      client: id.nullish(),
      updatedSince: z.iso.datetime().nullish(),
      ...paging,
    }),
    output: pageSchema(documentSummarySchema),
  }),
  'document.read': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'documentation',
    title: 'Read a document',
    input: z.strictObject({ document: id }),
    output: documentSchema,
  }),
  'user.search': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Search users',
    input: z.strictObject({
      client: id,
      text: z.string().max(200).nullish(),
      isEnabled: z.boolean().nullish(),
      ...paging,
    }),
    output: pageSchema(directoryUserSchema),
  }),
  'user.read': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Read a user',
    input: z.strictObject({ client: id, user }),
    output: directoryUserSchema,
  }),
  'user.groups': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Read the groups of a user',
    input: z.strictObject({ client: id, user }),
    output: z.object({ items: z.array(directoryGroupSchema) }),
  }),
  'user.signins': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Read recent sign-ins of a user',
    input: z.strictObject({
      client: id,
      user,
      since: z.iso.datetime().nullish(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({ items: z.array(signInSchema) }),
  }),
  'user.disable': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Disable a user',
    input: z.strictObject({ client: id, user }),
    output: directoryUserSchema,
  }),
  'user.enable': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Enable a user',
    input: z.strictObject({ client: id, user }),
    output: directoryUserSchema,
  }),
  'user.unlock': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Unlock a user',
    input: z.strictObject({ client: id, user }),
    output: directoryUserSchema,
  }),
  'user.sessions.revoke': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Sign a user out everywhere',
    input: z.strictObject({ client: id, user }),
    output: z.object({ user: id }),
  }),
  'user.password.reset': define({
    effect: 'destructive',
    idempotency: 'once',
    shape: 'direct',
    system: 'directory',
    secretOutputs: ['temporaryPassword'],
    title: 'Reset a password',
    input: z.strictObject({ client: id, user }),
    output: z.object({
      user: id,
      /** made by the connector at random; must be changed at the next sign-in */
      temporaryPassword: z.string(),
    }),
  }),
  'group.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'List groups',
    input: z.strictObject({ client: id, text: z.string().max(200).nullish(), ...paging }),
    output: pageSchema(directoryGroupSchema),
  }),
  'group.member.add': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Add a user to a group',
    input: z.strictObject({ client: id, group: id, user }),
    output: z.object({ group: id, user: id }),
  }),
  'group.member.remove': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Remove a user from a group',
    input: z.strictObject({ client: id, group: id, user }),
    output: z.object({ group: id, user: id }),
  }),
  'license.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'List licences',
    input: z.strictObject({ client: id }),
    output: z.object({ items: z.array(licenseSchema) }),
  }),
  'user.license.assign': define({
    effect: 'write',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Assign a licence',
    input: z.strictObject({ client: id, user, license: id }),
    output: z.object({ user: id, license: id }),
  }),
  'user.license.remove': define({
    effect: 'destructive',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'Take a licence away',
    input: z.strictObject({ client: id, user, license: id }),
    output: z.object({ user: id, license: id }),
  }),
  'policy.list': define({
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    system: 'directory',
    title: 'List group policies',
    input: z.strictObject({ client: id }),
    output: z.object({ items: z.array(directoryPolicySchema) }),
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

/** Every kind of system that may offer a capability, the one it belongs to first. */
export function systemsOf(name: CapabilityName): readonly SystemKind[] {
  const contract: CapabilityContract = capabilityContracts[name];
  return [contract.system, ...(contract.alsoOf ?? [])];
}

/** The six operations every MSP tool is asked for, in the words of the mission, and where they live here. */
export const universalOperations = {
  read_ticket: 'ticket.read',
  create_ticket: 'ticket.create',
  update_ticket: 'ticket.update',
  run_script: 'script.run',
  get_device_status: 'device.status',
  get_alert: 'alert.read',
} as const satisfies Record<string, CapabilityName>;
