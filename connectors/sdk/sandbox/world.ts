// The sandbox world: the one truth behind every vendor sandbox. Dialects read `state` and change it only through
// these operations, so that a script run through one vendor is seen by all. Nothing here knows a vendor.
import type { NoteVisibility, Severity } from '../nouns.ts';
import { breakDevice, holds } from './alert-kinds.ts';
import { deterministicRandom } from './deterministic-random.ts';
import type { ExecutionLedger } from './execution-ledger.ts';
import { commandVariables, runCommand } from './sandbox-commands.ts';
import { applyScript } from './sandbox-scripts.ts';
import { completeWorld, seedWorld } from './seed-world.ts';
import type {
  Json,
  WorldActivity,
  WorldAlert,
  WorldAlertKind,
  WorldDevice,
  WorldEvent,
  WorldNote,
  WorldScriptRun,
  WorldState,
  WorldTicket,
} from './world-types.ts';

/** How slow the world is. Tests set these; a demo keeps the defaults. */
export interface WorldDials {
  /** from "run it" until the script has run on the endpoint */
  scriptLagMs: number;
  /** how late vendors show what happened in their feeds */
  feedLagMs: number;
  /** how long a condition must hold before its alert clears, and fail again before it fires again */
  settleMs: number;
}

export interface WorldOptions {
  seed?: number;
  now?: () => Date;
  dials?: Partial<WorldDials>;
  ledger?: ExecutionLedger;
  /** a saved state instead of a fresh one */
  state?: WorldState;
}

export class SandboxWorld {
  state: WorldState;
  readonly dials: WorldDials;
  private readonly clock: () => Date;
  private readonly ledger: ExecutionLedger | undefined;
  private readonly listeners: ((event: WorldEvent) => void)[] = [];

  constructor(options: WorldOptions = {}) {
    this.clock = options.now ?? (() => new Date());
    this.dials = { scriptLagMs: 1_500, feedLagMs: 2_000, settleMs: 1_000, ...options.dials };
    this.ledger = options.ledger;
    this.state = options.state
      ? completeWorld(options.state, this.nowMs())
      : seedWorld(options.seed ?? 1, this.nowMs());
  }

  nowMs(): number {
    return this.clock().getTime();
  }

  reset(seed = this.state.seed): void {
    const dialects = this.state.dialects;
    this.state = seedWorld(seed, this.nowMs());
    // registrations belong to who set them up, not to the story
    this.state.dialects = dialects;
  }

  /** a dialect's own records, made when first asked for */
  dialectState(connector: string, initial: (seed: number) => Json): Json {
    const known = this.state.dialects[connector];
    if (known !== undefined) return known;
    const made = initial(this.state.seed);
    this.state.dialects[connector] = made;
    return made;
  }

  onEvent(listener: (event: WorldEvent) => void): void {
    this.listeners.push(listener);
  }

  /** by name or id */
  device(nameOrId: string | number): WorldDevice | undefined {
    const wanted = String(nameOrId).toLowerCase();
    return this.state.devices.find((entry) => String(entry.id) === wanted || entry.name.toLowerCase() === wanted);
  }

  nextId(kind: string): number {
    const next = (this.state.counters[kind] ?? 1_000) + 1;
    this.state.counters[kind] = next;
    return next;
  }

  /** deterministic: the same world gives the same sequence */
  nextUid(): string {
    return deterministicRandom(this.state.seed * 100_003 + this.nextId('uid')).uuid();
  }

  /** A machine that was enrolled just now, built like another one; nobody has synced it yet. */
  enrollDevice(name: string, like: WorldDevice): WorldDevice {
    const known = this.device(name);
    if (known) return known;
    const ids = this.state.devices.map(({ id, configurationId }) => Math.max(id, configurationId));
    const id = Math.max(...ids) + 1;
    const suffix = id.toString(16).toUpperCase().padStart(4, '0');
    const device: WorldDevice = {
      ...structuredClone(like),
      id,
      uid: this.nextUid(),
      name,
      serial: `NEW-${suffix}`,
      macs: [`02:00:00:00:${suffix.slice(0, 2)}:${suffix.slice(2, 4)}`],
      configurationId: id,
    };
    this.state.devices.push(device);
    return device;
  }

  raiseAlert(device: WorldDevice, kind: WorldAlertKind, data: Record<string, Json> = {}): WorldAlert {
    const draft = breakDevice(kind, device, data);
    return this.addAlert(device, kind, draft);
  }

  private addAlert(
    device: WorldDevice,
    kind: WorldAlertKind,
    draft: Pick<WorldAlert, 'severity' | 'title' | 'message' | 'data' | 'condition'>,
  ): WorldAlert {
    const { severity, title, message, condition } = draft;
    const alert: WorldAlert = {
      id: this.nextId('alert'),
      uid: this.nextUid(),
      deviceId: device.id,
      kind,
      severity,
      title,
      message,
      condition,
      data: structuredClone(draft.data),
      raisedAtMs: this.nowMs(),
      contentSinceMs: null,
      clearedAtMs: null,
    };
    this.state.alerts.push(alert);
    this.addActivity(device, 'alert-raised', alert.severity, alert.title, alert.message, {
      atMs: alert.raisedAtMs,
      alertUid: alert.uid,
      data: alert.data,
    });
    return alert;
  }

  /** A person's or an API's reset. When the condition still fails, the monitor fires again after the settle time. */
  clearAlert(alert: WorldAlert, reason: string): void {
    if (alert.clearedAtMs !== null) return;
    alert.clearedAtMs = this.nowMs();
    const device = this.device(alert.deviceId);
    if (!device) return;
    if (holds(alert.condition, device)) alert.contentSinceMs ??= alert.clearedAtMs;
    const atMs = alert.clearedAtMs;
    this.addActivity(device, 'alert-cleared', 'info', alert.title, reason, {
      atMs,
      alertUid: alert.uid,
      data: alert.data,
    });
  }

  addActivity(
    device: WorldDevice,
    kind: WorldActivity['kind'],
    severity: Severity,
    subject: string,
    message: string,
    links: { alertUid?: string; scriptRunId?: number; data?: Record<string, Json>; atMs?: number } = {},
  ): WorldActivity {
    const activity: WorldActivity = {
      id: this.nextId('activity'),
      deviceId: device.id,
      atMs: links.atMs ?? this.nowMs(),
      kind,
      severity,
      subject,
      message,
      alertUid: links.alertUid ?? null,
      scriptRunId: links.scriptRunId ?? null,
      data: links.data ?? {},
    };
    this.state.activities.push(activity);
    this.emit({ type: 'activity-added', activity });
    return activity;
  }

  /** Accepted now, executed on the endpoint after the script lag. The ledger has both. */
  startScript(request: {
    deviceId: number;
    scriptId: number;
    via: string;
    tag: string | null;
    parameters: Record<string, string>;
    command?: string;
  }): WorldScriptRun {
    const nowMs = this.nowMs();
    const run: WorldScriptRun = {
      id: this.nextId('scriptRun'),
      uid: this.nextUid(),
      ...request,
      queuedAtMs: nowMs,
      startAtMs: nowMs + Math.round(this.dials.scriptLagMs / 2),
      finishAtMs: nowMs + this.dials.scriptLagMs,
      state: 'queued',
      exitCode: null,
      output: null,
    };
    this.state.scriptRuns.push(run);
    this.ledger?.append(this.ledgerLine('accepted', run));
    return run;
  }

  /** A command as it was sent, variables in front of it and all; its tag is the variable `RunTag`. */
  startCommand(request: { deviceId: number; via: string; text: string }): WorldScriptRun {
    const parameters = commandVariables(request.text);
    const { deviceId, via, text: command } = request;
    return this.startScript({ deviceId, via, command, scriptId: 0, tag: parameters.RunTag ?? null, parameters });
  }

  /** Brings the world up to now: scripts run, alerts clear or come back. Called before every request and on a timer. */
  tick(): void {
    const nowMs = this.nowMs();
    for (const run of this.state.scriptRuns) {
      if (run.state === 'queued' && run.finishAtMs <= nowMs && this.device(run.deviceId)?.isOnline) this.execute(run);
    }
    for (const alert of this.state.alerts) this.settle(alert, nowMs);
  }

  private execute(run: WorldScriptRun): void {
    const device = this.device(run.deviceId);
    const name = this.scriptName(run);
    if (!device || name === undefined) return;
    run.state = 'finished';
    this.ledger?.append(this.ledgerLine('executed', run));
    const effect =
      run.command === undefined
        ? { durationMs: 0, ...applyScript(name, device, run.parameters, run.finishAtMs) }
        : runCommand(device, run.command, run.finishAtMs);
    run.exitCode = effect.exitCode;
    run.output = effect.output;
    run.durationMs = effect.durationMs;
    this.emit({ type: 'script-finished', run });
    const data = { script: name };
    this.addActivity(device, 'script-started', 'info', name, `Script ${name} started`, {
      scriptRunId: run.id,
      data,
      atMs: run.startAtMs,
    });
    this.addActivity(device, 'script-finished', 'info', name, `Script ${name} ended (${run.exitCode})`, {
      scriptRunId: run.id,
      data: { ...data, exitCode: run.exitCode },
      atMs: run.finishAtMs,
    });
  }

  private scriptName(run: WorldScriptRun): string | undefined {
    if (run.command !== undefined) return 'command';
    return this.state.scripts.find((entry) => entry.id === run.scriptId)?.name;
  }

  private settle(alert: WorldAlert, nowMs: number): void {
    const device = this.device(alert.deviceId);
    if (!device) return;
    const isContent = holds(alert.condition, device);
    if (alert.clearedAtMs === null) {
      if (!isContent) alert.contentSinceMs = null;
      else alert.contentSinceMs ??= nowMs;
      if (alert.contentSinceMs !== null && nowMs - alert.contentSinceMs >= this.dials.settleMs) {
        this.clearAlert(alert, 'The condition no longer applies.');
      }
      return;
    }
    // reset by hand while the monitor was unhappy: it fires again, once
    if (alert.contentSinceMs !== null || isContent || nowMs - alert.clearedAtMs < this.dials.settleMs) return;
    alert.contentSinceMs = nowMs;
    this.addAlert(device, alert.kind, alert);
  }

  private ledgerLine(what: 'accepted' | 'executed', run: WorldScriptRun) {
    return {
      what,
      atMs: this.nowMs(),
      runId: run.id,
      tag: run.tag,
      via: run.via,
      device: this.device(run.deviceId)?.name ?? String(run.deviceId),
      script: this.scriptName(run) ?? String(run.scriptId),
      parameters: run.parameters,
    };
  }

  addTicket(
    draft: Pick<WorldTicket, 'title' | 'clientId'> & Partial<Omit<WorldTicket, 'id' | 'version'>>,
    by: string,
  ): WorldTicket {
    const boardId = draft.boardId ?? 1;
    const nowMs = this.nowMs();
    const ticket: WorldTicket = {
      boardId,
      statusId: this.state.statuses.find((entry) => entry.boardId === boardId && entry.isDefault)?.id ?? 0,
      priority: 'medium',
      category: null,
      contactId: null,
      ownerId: null,
      deviceIds: [],
      externalKey: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      closedAtMs: null,
      updatedBy: by,
      ...draft,
      id: this.nextId('ticket'),
      version: 1,
    };
    this.state.tickets.push(ticket);
    this.emit({ type: 'ticket-added', ticket, by });
    return ticket;
  }

  updateTicket(ticket: WorldTicket, change: Partial<Omit<WorldTicket, 'id'>>, by: string): void {
    Object.assign(ticket, change);
    const isClosed = this.state.statuses.find((entry) => entry.id === ticket.statusId)?.isClosed ?? false;
    ticket.closedAtMs = isClosed ? (ticket.closedAtMs ?? this.nowMs()) : null;
    ticket.updatedAtMs = this.nowMs();
    ticket.updatedBy = by;
    ticket.version++;
    this.emit({ type: 'ticket-updated', ticket, by });
  }

  addNote(
    ticket: WorldTicket,
    note: { visibility: NoteVisibility; text: string } & Partial<Omit<WorldNote, 'id' | 'ticketId'>>,
    by: string,
  ): WorldNote {
    const added: WorldNote = {
      isResolution: false,
      authorId: this.state.people.find((person) => person.handle === by)?.id ?? null,
      contactId: null,
      minutes: null,
      notified: false,
      createdAtMs: this.nowMs(),
      ...note,
      id: this.nextId('note'),
      ticketId: ticket.id,
    };
    this.state.notes.push(added);
    this.updateTicket(ticket, {}, by);
    return added;
  }

  private emit(event: WorldEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
