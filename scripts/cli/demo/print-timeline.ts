// The run as a person would tell it.
import type { Progress } from '../../stack/progress.ts';
import type { DemoResult } from './play-scenario.ts';

const marks: Record<string, string> = { ok: '✓', failed: '✗', skipped: '-', unknown: '?', waiting: '…', started: '…' };

export function printTimeline(result: DemoResult, progress: Progress): void {
  const { run, ticket, device } = result;
  progress.say(
    `\n  ${run.playbook}  ->  ${run.status}   (${(result.webhookToResolvedMs / 1_000).toFixed(1)} s from alert to ending)\n`,
  );
  for (const step of run.steps)
    progress.say(`   ${marks[step.status] ?? ' '} ${step.summary ?? `${step.kind} ${step.id}`}`);
  progress.say(
    `\n  Ticket ${ticket.id} at ${ticket.vendor}: ${ticket.status}${ticket.assignee ? `, assigned to ${ticket.assignee}` : ''}`,
  );
  for (const note of ticket.notes) progress.say(`${`[${note.visibility}] ${note.text}`.replaceAll(/^/gm, '     ')}\n`);
  progress.say(
    `  ${device.name}   before ${JSON.stringify(device.before)}\n  ${' '.repeat(device.name.length)}   after  ${JSON.stringify(device.after)}`,
  );
  for (const problem of result.problems) progress.say(`\n  ✗ ${problem}`);
  progress.say('');
}
