// What must be true of every stack after the seeded troubles. Pure.
import type { Pair, RunFacts, StackFacts } from './stack-world.ts';

export interface StackVerdict {
  pair: Pair;
  problems: string[];
  /** how it ended, in a few words */
  ending: string;
}

export function judgeStack(pair: Pair, facts: StackFacts): StackVerdict {
  const problems: string[] = [];
  const must = (isTrue: boolean, otherwise: string) => {
    if (!isTrue) problems.push(otherwise);
  };
  const runOn = (device: string): RunFacts | undefined => facts.runs.find((run) => run.device === device);
  const words = (run: RunFacts | undefined) =>
    run ? `${run.status} (${run.outcome ?? ''}) ${run.failedSteps.join(' | ')}` : 'no run';

  // where a ticket's description is its first public text, ours holds nothing but the reference by which we find it again
  const isReference = (text: string) => text.replace(/Ref mspclaw:\S+/, '').trim() === '';
  for (const note of facts.tickets.flatMap((ticket) => ticket.notes)) {
    must(
      note.visibility === 'internal' || isReference(note.text),
      `note ${note.id} is public: "${note.text.slice(0, 60)}"`,
    );
    must(!note.notified, `note ${note.id} mailed somebody`);
  }
  for (const [device, times] of Object.entries(facts.executions)) {
    must(times === 1, `a script ran ${times} times on ${device}`);
  }

  const noAlerts = facts.cannot['alert.read'];
  if (noAlerts) {
    must(facts.runs.length === 0, 'an RMM that tells of no alerts started runs');
    return { pair, problems, ending: `alerts are not told: ${noAlerts}` };
  }

  const noScripts = facts.cannot['script.run'];
  const complex = runOn('ACME-DC01');
  must(complex?.status === 'escalated', `the complex case did not go to a person: ${words(complex)}`);
  must((facts.executions['ACME-DC01'] ?? 0) === 0, 'a script ran on the server of the complex case');
  for (const device of ['ACME-WS-014', 'BRIGHT-WS-005']) {
    const run = runOn(device);
    if (noScripts) {
      const said = words(run);
      must(run !== undefined && run.status !== 'succeeded', `${device}: ${said}`);
      must(/run a script/i.test(said), `${device}: the refusal does not name what is missing: ${said}`);
      continue;
    }
    must(run?.status === 'succeeded', `${device}: ${words(run)}`);
    must(facts.executions[device] === 1, `${device}: the script ran ${facts.executions[device] ?? 0} times`);
    const ticket = facts.tickets.find(({ title }) => title.includes(device));
    must(ticket?.isClosed === true, `${device}: its ticket is ${ticket ? 'open' : 'missing'}`);
  }
  const handed = facts.tickets.filter(({ isClosed, ownerId }) => !isClosed && ownerId !== null).length;
  must(handed >= 1, 'no open ticket has an owner: the complex case is nobody’s');
  return {
    pair,
    problems,
    ending: noScripts ? 'handed over: the RMM runs no scripts' : 'two fixed and closed, one handed over',
  };
}
