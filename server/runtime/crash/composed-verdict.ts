// What must hold after any number of kills, judged from what the vendors say they did and from our own runs.
import type { LedgerLine } from '#scripts/cli/demo/sandbox-control.ts';

export interface ComposedFacts {
  /** alerts that the vendor raised, each on a machine or about a service of its own */
  alerts: number;
  runs: { id: string; status: string; outcome: string | null }[];
  ledger: LedgerLine[];
  tickets: { id: number; externalKey: string | null; isClosed: boolean }[];
  notes: { ticketId: number; text: string }[];
  /** "run/path" of every intent without an outcome at a moment at which something was killed */
  openAtCrash: ReadonlySet<string>;
  /** "run/path" that a person is asked about */
  unknown: string[];
}

const finalStatuses = new Set(['succeeded', 'escalated', 'stopped', 'failed', 'cancelled']);

/** "mspclaw:<run>:<path>:<attempt>" -> "<run>:<path>": one step, however often it was tried. */
export const stepOfTag = (tag: string): string => tag.replace(/^mspclaw:/, '').replace(/:\d+$/, '');

const moreThanOne = (keys: string[]): string[] => {
  const counts = Map.groupBy(keys, (key) => key);
  return [...counts].flatMap(([key, all]) => (all.length > 1 ? [`${key} (${all.length} times)`] : []));
};

/** Each promise and what broke it; nothing = kept. */
export function judgeComposed(facts: ComposedFacts): Record<string, string[]> {
  const { runs, ledger, tickets, notes } = facts;
  const executed = ledger.filter((line) => line.what === 'executed');
  const tagsOf = (lines: LedgerLine[]) => lines.flatMap(({ tag }) => (tag === null ? [] : [tag]));
  const executedRuns = new Set(tagsOf(executed).map((tag) => stepOfTag(tag).split(':')[0]));
  const references = notes.flatMap(({ ticketId, text }) => {
    const tag = /^Ref (mspclaw:\S+)\s*$/m.exec(text)?.[1];
    return tag === undefined ? [] : [{ ticketId, tag }];
  });
  const ownTickets = tickets.flatMap(({ externalKey, ...ticket }) =>
    externalKey?.startsWith('mspclaw:') ? [{ ...ticket, run: stepOfTag(externalKey).split(':')[0] ?? '' }] : [],
  );
  const succeeded = runs.filter(({ status }) => status === 'succeeded');
  return {
    'no script is accepted twice under one tag': moreThanOne(tagsOf(ledger.filter((line) => line.what === 'accepted'))),
    'no script is executed twice under one tag': moreThanOne(tagsOf(executed)),
    'no step of a run executes its script twice, whatever the attempt': moreThanOne(tagsOf(executed).map(stepOfTag)),
    'every script carries a tag of ours': executed.flatMap(({ tag, script }) =>
      tag?.startsWith('mspclaw:') ? [] : [script],
    ),
    'every alert has its run': runs.length === facts.alerts ? [] : [`${runs.length} runs for ${facts.alerts} alerts`],
    'every run ends or asks a person': runs.flatMap(({ id, status }) =>
      finalStatuses.has(status) || status === 'unknown' ? [] : [`${id} is ${status}`],
    ),
    'no run fails': runs.flatMap(({ id, status, outcome }) => (status === 'failed' ? [`${id}: ${outcome}`] : [])),
    'a person is asked only where something was under way at a crash': facts.unknown.filter(
      (step) => !facts.openAtCrash.has(step),
    ),
    'no run succeeds without an executed script': succeeded.flatMap(({ id }) => (executedRuns.has(id) ? [] : [id])),
    'no run has two tickets': moreThanOne(ownTickets.map(({ run }) => run)),
    'a run that succeeds leaves one closed ticket': succeeded.flatMap(({ id }) =>
      ownTickets.filter(({ run, isClosed }) => run === id && isClosed).length === 1 ? [] : [id],
    ),
    'no note is written twice under one reference': moreThanOne(
      references.map(({ ticketId, tag }) => `${ticketId} ${tag}`),
    ),
    'no step writes its note twice, whatever the attempt': moreThanOne(
      references.map(({ ticketId, tag }) => `${ticketId} ${stepOfTag(tag)}`),
    ),
  };
}
