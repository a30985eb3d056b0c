// The sandbox world's records: one imaginary MSP, in nobody's dialect. Plain JSON so that it can be saved and
// compared; times are epoch milliseconds (`atMs`), ids are small numbers as most vendors have them.
import type { NoteVisibility, Priority, Severity } from '../nouns.ts';
import type { WorldDirectories } from './directory-records.ts';
import type { WorldDocumentation } from './document-records.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface WorldClient {
  id: number;
  /** short handle, as PSAs keep one */
  identifier: string;
  name: string;
  isActive: boolean;
  siteId: number;
  siteName: string;
}

export interface WorldContact {
  id: number;
  clientId: number;
  name: string;
  email: string;
}

/** A technician of the MSP. */
export interface WorldPerson {
  id: number;
  uid: string;
  handle: string;
  name: string;
  email: string;
  isActive: boolean;
  tier: 1 | 2 | 3;
  skills: string[];
}

export interface WorldService {
  name: string;
  displayName: string;
  state: 'running' | 'stopped';
  startType: 'automatic' | 'manual' | 'disabled';
  lastStartAtMs: number | null;
}

export interface WorldDisk {
  name: string;
  label: string;
  totalBytes: number;
  freeBytes: number;
  /** what a clean-up script can give back */
  reclaimableBytes: number;
}

export interface WorldPatch {
  id: string;
  kb: string;
  name: string;
  severity: 'critical' | 'important' | 'optional';
  status: 'pending' | 'failed' | 'installed';
  installedAtMs: number | null;
  /** vendor text of the failure */
  error: string | null;
  /** a second attempt fails too: needs an engineer */
  isStubborn: boolean;
}

export interface WorldDevice {
  id: number;
  uid: string;
  name: string;
  clientId: number;
  role: 'workstation' | 'server';
  osFamily: 'windows' | 'macos';
  os: string;
  osBuild: string;
  manufacturer: string;
  model: string;
  serial: string;
  macs: string[];
  ipAddress: string;
  isOnline: boolean;
  lastSeenAtMs: number;
  lastBootAtMs: number;
  needsReboot: boolean;
  isInMaintenance: boolean;
  lastUser: string | null;
  memoryBytes: number;
  services: WorldService[];
  disks: WorldDisk[];
  patches: WorldPatch[];
  /** the PSA's record of the same machine */
  configurationId: number;
  printQueueLength: number;
}

export interface WorldBoard {
  id: number;
  name: string;
  isActive: boolean;
}

export interface WorldStatus {
  id: number;
  boardId: number;
  name: string;
  isClosed: boolean;
  isDefault: boolean;
}

export interface WorldTicket {
  id: number;
  title: string;
  boardId: number;
  statusId: number;
  priority: Priority;
  category: string | null;
  clientId: number;
  contactId: number | null;
  ownerId: number | null;
  deviceIds: number[];
  /** our key, where a vendor keeps one */
  externalKey: string | null;
  createdAtMs: number;
  updatedAtMs: number;
  closedAtMs: number | null;
  /** goes up with every change */
  version: number;
  /** handle of who changed it last; "system" for the world itself */
  updatedBy: string;
}

export interface WorldNote {
  id: number;
  ticketId: number;
  visibility: NoteVisibility;
  isResolution: boolean;
  text: string;
  authorId: number | null;
  contactId: number | null;
  /** minutes of work when the note is a time entry */
  minutes: number | null;
  notified: boolean;
  createdAtMs: number;
}

export type AlertCondition =
  | { type: 'service-running'; service: string }
  | { type: 'disk-free-at-least'; percent: number }
  | { type: 'no-failed-patches' }
  | { type: 'print-queue-empty' }
  | { type: 'online' };

export type WorldAlertKind =
  | 'process.crash'
  | 'service.stopped'
  | 'disk.space'
  | 'agent.offline'
  | 'patch.failed'
  | 'print.queue';

export interface WorldAlert {
  id: number;
  uid: string;
  deviceId: number;
  kind: WorldAlertKind;
  severity: Severity;
  title: string;
  message: string;
  data: Record<string, Json>;
  /** holds = the monitor is content; then the alert clears by itself */
  condition: AlertCondition;
  raisedAtMs: number;
  /** since when the condition holds, while the alert is still up */
  contentSinceMs: number | null;
  clearedAtMs: number | null;
}

/** A device's history, as RMMs show it in an activity feed. */
export interface WorldActivity {
  id: number;
  deviceId: number;
  atMs: number;
  kind:
    | 'alert-raised'
    | 'alert-cleared'
    | 'script-started'
    | 'script-finished'
    | 'system-event'
    | 'user-signed-in'
    | 'patch-installed'
    | 'patch-failed';
  severity: Severity;
  subject: string;
  message: string;
  alertUid: string | null;
  scriptRunId: number | null;
  data: Record<string, Json>;
}

export interface WorldScript {
  id: number;
  uid: string;
  name: string;
  description: string;
  osFamily: 'windows' | 'macos';
  parameters: { name: string; type: 'string' | 'integer' | 'boolean'; required: boolean }[];
}

export interface WorldScriptRun {
  id: number;
  uid: string;
  deviceId: number;
  /** 0 for a command */
  scriptId: number;
  /** the whole text that was sent, when a command was run instead of a script of the library */
  command?: string;
  /** how long the command would have taken, for vendors that cut what takes long */
  durationMs?: number;
  /** which vendor was asked: a connector id */
  via: string;
  /** what the caller marked it with, if anything */
  tag: string | null;
  parameters: Record<string, string>;
  queuedAtMs: number;
  startAtMs: number;
  finishAtMs: number;
  state: 'queued' | 'finished';
  exitCode: number | null;
  output: string | null;
}

export interface WorldState extends WorldDocumentation, WorldDirectories {
  version: 1;
  seed: number;
  counters: Record<string, number>;
  clients: WorldClient[];
  contacts: WorldContact[];
  people: WorldPerson[];
  devices: WorldDevice[];
  boards: WorldBoard[];
  statuses: WorldStatus[];
  tickets: WorldTicket[];
  notes: WorldNote[];
  alerts: WorldAlert[];
  activities: WorldActivity[];
  scripts: WorldScript[];
  scriptRuns: WorldScriptRun[];
  /** what each vendor's dialect keeps (webhook registrations, custom fields, ...), by connector id */
  dialects: Record<string, Json>;
}

/** What the world tells its dialects, so that they can call webhooks. */
export type WorldEvent =
  | { type: 'activity-added'; activity: WorldActivity }
  | { type: 'script-finished'; run: WorldScriptRun }
  | { type: 'ticket-added'; ticket: WorldTicket; by: string }
  | { type: 'ticket-updated'; ticket: WorldTicket; by: string };
