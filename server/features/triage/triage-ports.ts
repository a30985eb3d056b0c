// What triage needs from elsewhere. Everything it may ask is read-only: its answer is data, and what runs is
// decided by rules and the playbook's guard.
import type { z } from 'zod';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { TriageSubject } from './triage-subject.ts';

export interface RecordedAnswer {
  evidenceId: string;
  answer: unknown;
}

/** Reads through a connected capability and records what came back as evidence of the incident. */
export type ReadFact = (
  tenant: TenantContext,
  read: { capability: string; arguments: Record<string, unknown>; incidentId: string | null },
) => Promise<{ ok: true; evidence: RecordedAnswer; summary: string } | { ok: false; message: string }>;

export interface CandidatePlaybook {
  id: string;
  slug: string;
  title: string;
  /** does its trigger fire on these facts, and if not, the first false condition with its value */
  fires: boolean;
  why: string;
}

export type FindCandidates = (tenant: TenantContext, subject: TriageSubject) => Promise<CandidatePlaybook[]>;

/** One tool the model may call. It names nothing of the world: device, client and ticket are fixed before. */
export interface ReasoningTool {
  name: string;
  description: string;
  input: z.ZodType;
}

export interface ReasonStep {
  instructions: string;
  /** JSON messages of the steps so far; opaque here, kept as the transcript */
  messages: unknown[];
  tools: ReasoningTool[];
  maxOutputTokens: number;
}

export interface ReasonResult {
  /** to be appended to `messages` */
  messages: unknown[];
  calls: { id: string; name: string; input: unknown }[];
  usage: { inputTokens: number; outputTokens: number };
}

/** One call of a model: no loop, no tool execution, nothing kept. */
export interface Reasoner {
  /** "<provider>/<model>" */
  name: string;
  step(request: ReasonStep, signal: AbortSignal): Promise<ReasonResult>;
  /** the messages that answer tool calls */
  answers(results: { id: string; name: string; output: unknown }[]): unknown[];
  /** the first message */
  ask(text: string): unknown;
  limits: { maxTokens: number; maxCents: number; centsPer1k: number; maxSteps: number };
}
