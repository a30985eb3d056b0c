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

  // some vendors want a description, which the customer reads: ours holds the title and our reference, and nothing else
  const isBare = (text: string, title: string) => ['', title].includes(text.replace(/Ref mspclaw:\S+/, '').trim());
  for (const { title, notes } of facts.tickets) {
    for (const note of notes) {
      const isSeen = note.visibility === 'public' && !isBare(note.text, title);
      must(!isSeen, `note ${note.id} is public: "${note.text.slice(0, 60)}"`);
      must(!note.notified, `note ${note.id} mailed somebody`);
    }
  }
  for (const [device, times] of Object.entries(facts.executions)) {
    must(times === 1, `a script ran ${times} times on ${device}`);
  }

  const noAlerts = facts.cannot['alert.read'];
  if (noAlerts) {
    must(facts.runs.length === 0, 'a stack that tells of no alerts started runs');
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
    must(facts.executions[device] === 1, `${device}: the script ran ${facts.executions[device] ?? 0} times`);
    const ticket = facts.tickets.find(({ title }) => title.includes(device));
    // without a service list and without a recovery there is no proof: nothing is closed, a person looks
    const hasProof = run?.steps.some((step) => /^(proof|cleared)=ok/.test(step)) === true;
    if (facts.recovery === 'told') must(hasProof, `${device}: it was not proved`);
    if (facts.recovery === 'never')
      must(!run?.steps.some((step) => step.startsWith('cleared=ok')), `${device}: a recovery nobody told`);
    must(run?.status === (hasProof ? 'succeeded' : 'escalated'), `${device}: ${words(run)} ${run?.steps.join(' | ')}`);
    must(
      ticket?.isClosed === hasProof,
      `${device}: its ticket is ${ticket ? (ticket.isClosed ? 'closed' : 'open') : 'missing'}`,
    );
  }
  // a PSA that lists no technicians leaves nobody to choose
  const mayAssign = facts.psaCannot['member.list'] === undefined && facts.psaCannot['ticket.assign'] === undefined;
  const handed = facts.tickets.filter(({ isClosed, ownerId }) => !isClosed && (ownerId !== null || !mayAssign)).length;
  must(handed >= 1, `no open ticket has an owner: the complex case is nobody’s (${complex?.steps.join(' | ')})`);
  const closed = facts.tickets.filter(({ isClosed }) => isClosed).length;
  const fixed = closed >= 2 ? 'two fixed and closed' : 'two repaired, not proved';
  return { pair, problems, ending: noScripts ? 'handed over: the RMM runs no scripts' : `${fixed}, one handed over` };
}
