// The capability port: how a step reaches a vendor without knowing one. The bus implements it.
import type { z } from 'zod';
import type { Json, RunRef } from './run-records.ts';

export type Effect = 'read' | 'write' | 'destructive';
export type Idempotency = 'idempotent' | 'keyed' | 'once';

export interface CapabilityInfo {
  name: string;
  effect: Effect;
  idempotency: Idempotency;
  shape: 'direct' | 'job';
  title: string;
  /** arguments that stand in the playbook as they are: nothing computed or received may become part of them */
  literalInputs?: readonly string[];
  input: z.ZodType;
  output: z.ZodType;
}

/** What the checker knows: every capability that exists, whether or not this org's stack offers it. */
export interface CapabilityCatalog {
  get(name: string): CapabilityInfo | undefined;
  names(): string[];
}

export interface CapabilityCall extends RunRef {
  path: string;
  capability: string;
  /** resolved arguments; device, client and ticket ids are OURS (uuid), the bus maps them to the vendor's */
  arguments: Json;
  tag: string;
  /** the effect the playbook's plan declared; the bus refuses a call whose real effect is wider */
  allowedEffect: Effect;
}

export type CallOutcome =
  | { kind: 'done'; output: Json; evidence: string[]; summary: string }
  | { kind: 'started'; job: Json; pollAfterMs: number; summary: string }
  | {
      kind: 'error';
      /** could the vendor have acted on it? false = refused or never left; the step may fail or try again */
      maybeApplied: boolean;
      retryable: boolean;
      retryAfterMs: number | null;
      message: string;
    };

export type PollOutcome =
  | { kind: 'done'; output: Json; evidence: string[]; summary: string }
  | { kind: 'pending'; pollAfterMs: number }
  | { kind: 'error'; retryable: boolean; retryAfterMs: number | null; message: string };

export type ReconcileOutcome =
  | { kind: 'done'; output: Json; evidence: string[]; summary: string }
  | { kind: 'started'; job: Json; pollAfterMs: number; summary: string }
  /** the vendor does not show it */
  | { kind: 'not-found' }
  /** and no byte of it had left by now, which is certain: true for good once its send deadline has passed */
  | { kind: 'not-sent' }
  | { kind: 'error'; retryAfterMs: number | null; message: string };

export interface CapabilityPort {
  /** Never throws for a vendor's failure: that is a value. Throws only for our own (database gone, bug). */
  call(call: CapabilityCall): Promise<CallOutcome>;
  poll(call: CapabilityCall, job: Json): Promise<PollOutcome>;
  /**
   * Look for an earlier attempt by its tag, at any time. What is found is believed at once, so only what certainly is
   * that attempt may be; `not-found` is believed only `settleMs` after its send deadline.
   */
  reconcile(call: CapabilityCall, notBefore: string): Promise<ReconcileOutcome>;
  /** deadline for sending one mutation */
  sendTimeoutMs(call: Pick<CapabilityCall, 'orgId' | 'capability'>): Promise<number>;
  /** vendor visibility lag + allowed clock skew */
  settleMs(call: Pick<CapabilityCall, 'orgId' | 'capability'>): Promise<number>;
}
