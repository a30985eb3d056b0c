// The run as sentences in the order in which things happened. Pure.
import { duration } from '#components/lib/format.ts';
import type { RunView } from '#server/features/runs/read-run.schema.ts';
import { waitTitle } from './layout-timeline.ts';

export interface JournalEntry {
  key: string;
  at: Date;
  text: string;
  tone: 'plain' | 'ok' | 'bad' | 'wait' | 'unsure';
  path: string | null;
}

const toneOf = {
  ok: 'ok',
  failed: 'bad',
  unknown: 'unsure',
  waiting: 'wait',
  started: 'plain',
  skipped: 'plain',
} as const;
const runTones: Record<string, JournalEntry['tone']> = { succeeded: 'ok', failed: 'bad', escalated: 'wait' };

export function writeJournal(view: RunView): JournalEntry[] {
  const { run } = view;
  const entries: JournalEntry[] = [
    line('start', run.createdAt, `Started by ${run.startedBy}: ${run.playbook.title} v${run.playbook.version}.`),
    ...view.steps.flatMap((step) => stepLines(step, view)),
    ...view.intents.flatMap(intentLines),
    ...view.approvals.flatMap(approvalLines),
  ];
  if (view.wait) {
    const till = view.wait.wakeAt ? `, at the latest until ${view.wait.wakeAt.toISOString().slice(11, 19)} UTC` : '';
    entries.push(line('wait', view.wait.createdAt, `${waitTitle(view.wait.reason)}${till}.`, 'wait', view.wait.path));
  }
  if (run.finishedAt) {
    const words = run.outcome ? `Ended: ${run.status}. ${run.outcome}` : `Ended: ${run.status}.`;
    entries.push(line('end', run.finishedAt, words, runTones[run.status] ?? 'plain'));
  }
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime());
}

const line = (
  key: string,
  at: Date,
  text: string,
  tone: JournalEntry['tone'] = 'plain',
  path: string | null = null,
): JournalEntry => ({ key, at, text, tone, path });

function stepLines(step: RunView['steps'][number], view: RunView): JournalEntry[] {
  const at = step.finishedAt ?? lastSignOf(step, view);
  if (!step.finishedAt && step.status === 'started') {
    return [line(`step ${step.path}`, at, step.summary ?? `Began ${step.path}.`, 'plain', step.path)];
  }
  const tries = step.attempt > 1 ? ` (attempt ${step.attempt})` : '';
  const took = step.finishedAt ? ` in ${duration(step.finishedAt.getTime() - step.startedAt.getTime())}` : '';
  const fallback = `${step.path}: ${step.status}${took}`;
  const isPendingApproval = view.approvals.some(
    (approval) => approval.path === step.path && approval.status === 'pending',
  );
  if (isPendingApproval) return [];
  return [
    line(
      `step ${step.path}`,
      at,
      `${(step.summary ?? fallback).replace(/\.$/, '')}${tries}.`,
      toneOf[step.status],
      step.path,
    ),
  ];
}

/** When a step that has not ended came into its present state, as far as is written down. */
function lastSignOf(step: RunView['steps'][number], view: RunView): Date {
  const signs = [
    step.startedAt,
    ...view.intents.filter((intent) => intent.path === step.path).map((intent) => intent.settledAt ?? intent.createdAt),
    ...(view.wait?.path === step.path ? [view.wait.createdAt] : []),
  ];
  return signs.reduce((latest, sign) => (sign > latest ? sign : latest));
}

function intentLines(intent: RunView['intents'][number]): JournalEntry[] {
  const opened = line(
    `intent ${intent.path} ${intent.attempt}`,
    intent.createdAt,
    `Wrote down that ${intent.capability} will be sent (${intent.effect}, attempt ${intent.attempt}).`,
    'plain',
    intent.path,
  );
  if (!intent.settledAt || !intent.outcome || intent.outcome === 'answered') return [opened];
  const who = intent.decidedBy ? ` Decided by ${intent.decidedBy}.` : '';
  const words: Record<string, string> = {
    refused: `${intent.capability} was refused; nothing happened.`,
    adopted: `Found that ${intent.capability} had reached the vendor; its result was taken over.`,
    unknown: `Nobody knows whether ${intent.capability} happened.`,
    released: `${intent.capability} did not happen; it may be sent again.`,
  };
  const text = `${words[intent.outcome] ?? `${intent.capability}: ${intent.outcome}.`}${who}`;
  const tone = intent.outcome === 'unknown' ? 'unsure' : 'plain';
  return [opened, line(`settled ${intent.path} ${intent.attempt}`, intent.settledAt, text, tone, intent.path)];
}

function approvalLines(approval: RunView['approvals'][number]): JournalEntry[] {
  const asked = line(
    `asked ${approval.id}`,
    approval.createdAt,
    `Asked for approval of ${approval.path}.`,
    'wait',
    approval.path,
  );
  if (!approval.decidedAt) return [asked];
  const comment = approval.comment ? ` “${approval.comment}”` : '';
  const by = approval.decidedBy ? ` by ${approval.decidedBy}` : '';
  const tone = approval.status === 'approved' ? 'ok' : 'bad';
  return [
    asked,
    line(
      `decided ${approval.id}`,
      approval.decidedAt,
      `${approval.path} was ${approval.status}${by}.${comment}`,
      tone,
      approval.path,
    ),
  ];
}
