// escalate: hand over to a person with everything known. A ticket if there is none, an internal note with the facts, the
// right assignee; each of the three is a call with its own intent, so a crash in between repeats nothing.
import { resolveTemplates } from '../expression/template.ts';
import type { CompiledStepOf } from '../plan/compiled-step.ts';
import type { Json, JsonObject, StepRecord } from '../ports/run-records.ts';
import { limits } from '../run/limits.ts';
import { performCall } from '../run/perform-call.ts';
import type { RunContext } from '../run/run-context.ts';
import { ArgumentError, failToBegin, resolveArguments } from './call.ts';
import type { StepEnd, StepKind } from './step-kind.ts';

type Escalation = CompiledStepOf<'escalate'>;

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
const asText = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const noteLimit = 8_000;

const sayFacts = (facts: JsonObject): string[] =>
  Object.entries(facts).map(([label, value]) => `- ${label}: ${asText(value)}`);

const sayWhatWasDone = (path: string, context: RunContext): string[] =>
  context.records
    .filter((step) => step.capability !== null && step.summary !== null && !step.path.startsWith(path))
    .map((step) => `- ${step.summary}${step.status === 'failed' ? ' (failed)' : ''}`);

/** Decided once and kept in the row: the words, the facts as they were, the person. */
const prepare = async (step: Escalation, context: RunContext): Promise<JsonObject> => {
  const { to, summary, title, priority, facts } = step.spec.escalate;
  const resolve = (value: Json): Json => resolveTemplates(value, context.facts());
  const said = asText(resolve(summary));
  const figures = asObject(resolve(facts ?? {}));
  const done = sayWhatWasDone(step.path, context);
  const note = [
    said,
    ...(Object.keys(figures).length === 0 ? [] : ['', 'Facts:', ...sayFacts(figures)]),
    ...(done.length === 0 ? [] : ['', 'What was read and done:', ...done]),
    ...(context.failure === null ? [] : ['', `What failed: ${context.failure.error.message}`]),
    '',
    `MSPclaw, playbook ${context.run.playbook.slug} ${context.run.playbook.version}`,
  ].join('\n');
  const wish = {
    alert: context.fact('alert'),
    device: context.fact('device'),
    client: context.fact('client'),
    ...figures,
    summary: said,
  };
  const person = await context.ports.people.choose(context.run, { to, facts: wish });
  return {
    to,
    summary: said,
    note: note.slice(0, noteLimit),
    title: asText(resolve(title ?? context.playbook.head.title)).slice(0, 300),
    priority: priority ?? null,
    person: person === null ? null : { engineerId: person.engineerId, name: person.name, reasons: person.reasons },
  };
};

const part = (
  step: Escalation,
  name: string,
  capability: string,
  args: () => Json,
  context: RunContext,
): Promise<StepEnd> => {
  const info = context.ports.catalog.get(capability);
  if (info === undefined) throw new ArgumentError(`There is no capability "${capability}" to escalate with.`);
  return performCall(
    {
      path: `${step.path}/${name}`,
      kind: 'call',
      info,
      effect: 'write',
      timeoutMs: limits.defaultStepTimeoutMs,
      resolve: () => resolveArguments(capability, args(), context),
      beforeSending: async () => null,
    },
    context,
  );
};

const handOver = async (step: Escalation, record: StepRecord, context: RunContext): Promise<StepEnd> => {
  const plan = asObject(record.state);
  const literal = (value: Json | undefined): Json => value ?? null;
  if (context.fact('ticket') === null || context.record(`${step.path}/ticket`) !== undefined) {
    const client = asObject(context.fact('client'));
    // no description: a PSA may show it to the customer, and what we found is said in the internal note
    const args = () => ({ client: literal(client.id), title: literal(plan.title), priority: literal(plan.priority) });
    const end = await part(step, 'ticket', 'ticket.create', args, context);
    if (end.kind !== 'done') return end;
    const created = context.record(`${step.path}/ticket`)?.output ?? null;
    if (context.fact('ticket') === null && created !== null) await context.learn('ticket', created);
  }
  const ticket = asObject(context.fact('ticket')).id;
  if (ticket === undefined) throw new ArgumentError('There is no ticket to hand over.');
  const noted = await part(
    step,
    'note',
    'ticket.note.add',
    () => ({ ticket, note: { visibility: 'internal', body: asText(plan.note) } }),
    context,
  );
  if (noted.kind !== 'done') return noted;
  const person = asObject(plan.person);
  const to = asText(plan.to);
  let outcome = `Escalated to ${to}, with nobody to assign it to: ${asText(plan.summary)}`;
  if (typeof person.engineerId === 'string') {
    const assigned = await part(
      step,
      'assign',
      'ticket.assign',
      () => ({ ticket, member: literal(person.engineerId) }),
      context,
    );
    if (assigned.kind !== 'done' && assigned.kind !== 'failed') return assigned;
    // The ticket and its note are there; a failed assignment is said, not hidden, and hides neither.
    outcome =
      assigned.kind === 'done'
        ? `Escalated to ${asText(person.name)} (${to}): ${asText(plan.summary)}`
        : `Escalated to ${to}, but ${asText(person.name)} could not be assigned (${assigned.error.message}): ${asText(plan.summary)}`;
  }
  await context.finish(record, {
    status: 'ok',
    output: { ticket, person: plan.person ?? null, outcome },
    summary: outcome.slice(0, 500),
  });
  return { kind: 'ended', status: 'escalated', outcome };
};

export const escalateStep: StepKind<'escalate'> = {
  async run(step, context) {
    try {
      const known = context.record(step.path);
      if (known !== undefined && context.isFinal(known)) {
        if (known.status !== 'ok') return context.endOf(known);
        return { kind: 'ended', status: 'escalated', outcome: asText(asObject(known.output).outcome) };
      }
      const record =
        known ??
        (await context.begin({
          path: step.path,
          kind: step.kind,
          input: step.spec.escalate,
          state: await prepare(step, context),
        }));
      const end = await handOver(step, record, context);
      if (end.kind !== 'failed') return end;
      return await context.fail(record, { ...end.error, message: `The hand-over failed: ${end.error.message}` });
    } catch (caught) {
      return failToBegin(step, caught, context);
    }
  },
};
