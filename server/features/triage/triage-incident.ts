// What is it, how bad, what was checked, what next: without a model, from facts, rules and what the org knows.
// With a model configured, the same card is made again by reasoning (think-about-incident.ts); this one stands
// until then, and stays when the model fails.
import type { Database } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type KnowledgeMatch, searchKnowledge, searchTerms } from '../knowledge/public.ts';
import { classifyIncident, ruleConfidence } from './classify-incident.ts';
import { deviceStatements } from './device-statements.ts';
import { readIncident, recordEvidence, saveTriage } from './triage.repository.ts';
import type { FindCandidates, ReadFact, Reasoner } from './triage-ports.ts';

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

/** @returns the triage's id. Fails only when our own database does: a vendor that does not answer is a statement. */
export async function triageIncident(tenant: TenantContext, incidentId: string, deps: TriageDeps): Promise<string> {
  const { incident, alerts, ticket } = await readIncident(deps.database, tenant, incidentId);
  const newest = alerts[0];
  const rule = classifyIncident({
    kind: incident.kind,
    severity: incident.severity,
    deviceRole: incident.device?.role ?? null,
    alertCount: incident.alertCount,
  });

  const statements: Statement[] = [];
  const alertEvidence = newest && (await recordAlert(tenant, incidentId, newest, deps));
  const where = incident.device
    ? `${incident.device.name}${incident.client ? ` (${incident.client.name})` : ''}`
    : 'a device that no connection knows';
  if (alertEvidence) {
    statements.push({ text: `On ${where} ${rule.noun}: "${incident.title}".`, evidence: [alertEvidence] });
    if (incident.alertCount > 1)
      statements.push({ text: `The same alert came ${incident.alertCount} times.`, evidence: [alertEvidence] });
  }

  const facts = await readDevice(tenant, incidentId, incident.deviceId, newest?.data, deps);
  statements.push(...facts.statements);

  const matches = await searchKnowledge(deps.database, tenant, {
    terms: searchTerms(`${incident.title} ${newest?.message ?? ''} ${incident.kind.replace('.', ' ')}`),
    title: incident.title,
    ...(ticket ? { excludeTicketId: ticket.id } : {}),
    limit: 5,
  });
  const cited = matches[0] && (await recordMatches(tenant, incidentId, matches, deps));
  if (cited) statements.push(...matchStatements(matches, cited));

  const candidates = await deps.findCandidates(tenant, incidentId);
  const proposed = candidates.find((candidate) => candidate.fires);
  const confidence = ruleConfidence({
    isKnownKind: rule.isKnownKind,
    hasDeviceFacts: facts.isComplete,
    bestMatch: matches[0]?.score ?? 0,
    hasPlaybook: proposed !== undefined,
  });
  const card = {
    incidentId,
    category: rule.category,
    priority: rule.priority,
    confidence,
    summary:
      statements
        .map((statement) => statement.text)
        .slice(0, 3)
        .join(' ') || incident.title,
    statements: statements as unknown as Prisma.InputJsonValue,
    nextActions: proposed ? [`Run "${proposed.title}"`, ...rule.next] : ['Hand to a technician', ...rule.next],
    matches: matches.map(({ text: _text, ...match }) => match) as unknown as Prisma.InputJsonValue,
    playbookId: proposed?.id ?? null,
  };
  const id = await saveTriage(deps.database, tenant, { ...card, method: 'rules' });
  // The model's card begins as a copy of the rules' card, so that whoever reads it early reads something true.
  if (deps.reasoner)
    await saveTriage(deps.database, tenant, { ...card, method: deps.reasoner.name, state: 'thinking' });
  return id;
}

type AlertRow = Awaited<ReturnType<typeof readIncident>>['alerts'][number];

function recordAlert(tenant: TenantContext, incidentId: string, alert: AlertRow, deps: TriageDeps): Promise<string> {
  return recordEvidence(deps.database, tenant, {
    incidentId,
    connectionId: alert.connectionId,
    capability: 'alert.read',
    title: alert.title,
    request: { alert: alert.externalId },
    answer: {
      kind: alert.kind,
      severity: alert.severity,
      title: alert.title,
      message: alert.message,
      data: alert.data as Prisma.InputJsonValue,
      raisedAt: alert.raisedAt.toISOString(),
    },
  });
}

async function readDevice(
  tenant: TenantContext,
  incidentId: string,
  deviceId: string | null,
  alertData: unknown,
  deps: TriageDeps,
): Promise<{ statements: Statement[]; isComplete: boolean }> {
  if (!deviceId) return { statements: [], isComplete: false };
  const status = await deps.readFact(tenant, {
    capability: 'device.status',
    arguments: { device: deviceId },
    incidentId,
  });
  const events = await deps.readFact(tenant, {
    capability: 'device.events',
    arguments: { device: deviceId, limit: 50 },
    incidentId,
  });
  return {
    statements: deviceStatements({ status, events, alertData }),
    isComplete: status.ok && events.ok,
  };
}

function recordMatches(
  tenant: TenantContext,
  incidentId: string,
  matches: KnowledgeMatch[],
  deps: TriageDeps,
): Promise<string> {
  return recordEvidence(deps.database, tenant, {
    incidentId,
    capability: 'knowledge.search',
    title: 'Known problems and similar closed tickets',
    request: {},
    answer: matches as unknown as Prisma.InputJsonValue,
  });
}

function matchStatements(matches: KnowledgeMatch[], evidence: string): Statement[] {
  const article = matches.find((match) => match.kind === 'article');
  const tickets = matches.filter((match) => match.kind === 'ticket');
  const statements: Statement[] = [];
  if (article) statements.push({ text: `Known problem: "${article.title}".`, evidence: [evidence] });
  if (tickets[0]) {
    const others = tickets.length > 1 ? ` and ${tickets.length - 1} more` : '';
    statements.push({ text: `Seen before in "${tickets[0].title}"${others}.`, evidence: [evidence] });
  }
  return statements;
}
