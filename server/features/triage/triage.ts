// What is it, how bad, what was checked, what next: without a model, from facts, rules and what the org knows.
// With a model configured, the same card is made again by reasoning (think-about.ts); this one stands until then,
// and stays when the model fails.
import type { Database } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type KnowledgeMatch, searchKnowledge, searchTerms } from '../knowledge/public.ts';
import { classifyIncident, ruleConfidence } from './classify-incident.ts';
import { classifyText } from './classify-text.ts';
import { deviceStatements } from './device-statements.ts';
import { readSubject, recordEvidence, saveTriage } from './triage.repository.ts';
import type { FindCandidates, ReadFact, Reasoner } from './triage-ports.ts';
import type { SubjectFacts, TriageSubject } from './triage-subject.ts';

export interface TriageDeps {
  database: Database;
  readFact: ReadFact;
  findCandidates: FindCandidates;
  /** null = no model configured */
  reasoner: Reasoner | null;
}

export interface Statement {
  text: string;
  evidence: string[];
}

/** @returns the triage's id. Fails only when our own database does: a vendor that does not answer is a statement less. */
export async function triage(tenant: TenantContext, subject: TriageSubject, deps: TriageDeps): Promise<string> {
  const facts = await readSubject(deps.database, tenant, subject);
  const rule = classify(facts);
  const record =
    facts.record && (await recordEvidence(deps.database, tenant, { incidentId: facts.incidentId, ...facts.record }));
  const device = await readDevice(tenant, facts, deps);
  const matches = await searchKnowledge(deps.database, tenant, {
    terms: searchTerms(`${facts.title} ${facts.texts[0] ?? ''} ${facts.kind?.replace('.', ' ') ?? ''}`),
    title: facts.title,
    clientId: facts.client?.id ?? null,
    ...(facts.ownTicketId ? { excludeTicketId: facts.ownTicketId } : {}),
    limit: 5,
  });
  const known = matches.length > 0 ? await recordMatches(tenant, facts, matches, deps) : null;
  const statements = [
    ...(record ? openingStatements(facts, rule.noun, record) : []),
    ...device.statements,
    ...(known ? matchStatements(matches, known) : []),
  ];
  const candidates = await deps.findCandidates(tenant, subject);
  const proposed = candidates.find((candidate) => candidate.fires);
  const card = {
    incidentId: facts.incidentId,
    ticketId: facts.ticketId,
    category: rule.category,
    priority: rule.priority,
    confidence: ruleConfidence({
      isKnownKind: rule.isKnownKind,
      hasDeviceFacts: device.isComplete,
      bestMatch: matches[0]?.score ?? 0,
      hasPlaybook: proposed !== undefined,
    }),
    summary:
      statements
        .map((statement) => statement.text)
        .slice(0, 3)
        .join(' ') || facts.title,
    statements: statements as unknown as Prisma.InputJsonValue,
    nextActions: [proposed ? `Run "${proposed.title}"` : 'Hand to a technician', ...rule.next],
    matches: matches
      .filter(({ score }) => score >= shownMatch)
      .map(({ text: _text, ...match }) => match) as unknown as Prisma.InputJsonValue,
    playbookId: proposed?.id ?? null,
  };
  const id = await saveTriage(deps.database, tenant, { ...card, method: 'rules' });
  // The model's card begins as a copy of the rules' card, so that whoever reads it early reads something true.
  if (deps.reasoner)
    await saveTriage(deps.database, tenant, { ...card, method: deps.reasoner.name, state: 'thinking' });
  return id;
}

/** From here on a match may be called one; the rules' confidence draws the same line. */
const nearMatch = 0.3;
/** Below, a likeness is chance: the evidence keeps it, the card does not show it. */
const shownMatch = 0.15;

const ticketPriorities = new Set(['critical', 'high', 'medium', 'low']);

function classify(facts: SubjectFacts) {
  if (facts.kind !== null) {
    const { kind, device } = facts;
    return classifyIncident({ kind, severity: facts.severity ?? 'moderate', deviceRole: device?.role ?? null });
  }
  const priority = facts.priority && ticketPriorities.has(facts.priority) ? facts.priority : 'medium';
  return { ...classifyText(`${facts.title}\n${facts.texts.join('\n')}`), priority };
}

function openingStatements(facts: SubjectFacts, noun: string, evidence: string): Statement[] {
  const client = facts.client ? ` (${facts.client.name})` : '';
  if (facts.kind === null) {
    const from = facts.client ? `${facts.client.name} writes` : 'Somebody writes';
    return [{ text: `${from} about ${noun}: "${facts.title}".`, evidence: [evidence] }];
  }
  const where = facts.device ? `${facts.device.name}${client}` : 'a device that no connection knows';
  const repeated = { text: `The same alert came ${facts.count} times.`, evidence: [evidence] };
  return [
    { text: `On ${where} ${noun}: "${facts.title}".`, evidence: [evidence] },
    ...(facts.count > 1 ? [repeated] : []),
  ];
}

async function readDevice(
  tenant: TenantContext,
  { incidentId, device, alertData }: SubjectFacts,
  deps: TriageDeps,
): Promise<{ statements: Statement[]; isComplete: boolean }> {
  if (!device) return { statements: [], isComplete: false };
  const read = (capability: string, more: object) =>
    deps.readFact(tenant, { capability, arguments: { device: device.id, ...more }, incidentId });
  const status = await read('device.status', {});
  const events = await read('device.events', { limit: 50 });
  return { statements: deviceStatements({ status, events, alertData }), isComplete: status.ok && events.ok };
}

function recordMatches(
  tenant: TenantContext,
  facts: SubjectFacts,
  matches: KnowledgeMatch[],
  deps: TriageDeps,
): Promise<string> {
  return recordEvidence(deps.database, tenant, {
    incidentId: facts.incidentId,
    capability: 'knowledge.search',
    title: 'Known problems and similar closed tickets',
    request: {},
    answer: matches as unknown as Prisma.InputJsonValue,
  });
}

function matchStatements(matches: KnowledgeMatch[], evidence: string): Statement[] {
  const near = matches.filter((match) => match.score >= nearMatch);
  if (near.length === 0) return [{ text: 'Nothing that is known comes close to it.', evidence: [evidence] }];
  const article = near.find((match) => match.kind === 'article');
  const [ticket, ...others] = near.filter((match) => match.kind === 'ticket');
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return [
    ...(article ? [{ text: `Known problem: "${article.title}".`, evidence: [evidence] }] : []),
    ...(ticket ? [{ text: `Seen before in "${ticket.title}"${more}.`, evidence: [evidence] }] : []),
  ];
}
