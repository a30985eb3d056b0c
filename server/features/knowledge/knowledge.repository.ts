// Full-text and trigram search over what the org knows: articles, and tickets that were closed.
import type { Database, Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export interface KnowledgeMatch {
  kind: 'article' | 'ticket';
  id: string;
  title: string;
  /** the article's body, or how the ticket was resolved; bounded */
  text: string;
  /** 0..1, higher is nearer; comparable within one search only */
  score: number;
}

export interface KnowledgeQuery {
  terms: string[];
  title: string;
  /** whose trouble it is: documentation of other clients is not shown for it */
  clientId: string | null;
  excludeTicketId?: string;
  limit: number;
}

/** Ranks by words (ts_rank_cd, length-normalised) and by likeness of the title (pg_trgm). */
export async function searchKnowledge(
  database: Database,
  tenant: TenantContext,
  query: KnowledgeQuery,
): Promise<KnowledgeMatch[]> {
  if (query.terms.length === 0) return [];
  return database.sqlWithTenant(tenant, async (sql) => {
    const anyOf = query.terms.join(' OR ');
    const articles = await sql.query<Row>(
      `SELECT id, title, left(body, 2000) AS text,
              least(1, ts_rank_cd(to_tsvector('english', title || ' ' || body), q, 1) + 0.6 * similarity(title, $2)) AS score
       FROM knowledge_article, websearch_to_tsquery('english', $1) q
       WHERE to_tsvector('english', title || ' ' || body) @@ q AND gone_at IS NULL AND (client_id IS NULL OR client_id = $4)
       ORDER BY score DESC, id LIMIT $3`,
      [anyOf, query.title, query.limit, query.clientId ?? null],
    );
    const tickets = await closedTickets(sql, anyOf, query);
    return [...articles.map(asMatch('article')), ...tickets.map(asMatch('ticket'))]
      .filter((match) => match.score >= 0.05)
      .sort((a, b) => b.score - a.score)
      .slice(0, query.limit);
  });
}

function closedTickets(
  sql: Sql,
  anyOf: string,
  query: { title: string; excludeTicketId?: string; limit: number },
): Promise<Row[]> {
  return sql.query<Row>(
    `SELECT id, title, left(coalesce(resolution, description, ''), 2000) AS text,
            least(1, ts_rank_cd(to_tsvector('english', title || ' ' || coalesce(description, '')), q, 1) + 0.6 * similarity(title, $2)) AS score
     FROM ticket, websearch_to_tsquery('english', $1) q
     WHERE is_closed AND ($4::uuid IS NULL OR id <> $4::uuid) AND to_tsvector('english', title || ' ' || coalesce(description, '')) @@ q
     ORDER BY score DESC, id LIMIT $3`,
    [anyOf, query.title, query.limit, query.excludeTicketId ?? null],
  );
}

interface Row {
  id: string;
  title: string;
  text: string;
  score: number;
}

const asMatch =
  (kind: KnowledgeMatch['kind']) =>
  (row: Row): KnowledgeMatch => ({ kind, ...row, score: Number(row.score) });

export async function saveArticle(
  database: Database,
  tenant: TenantContext,
  article: { slug: string; title: string; body: string; tags: string[] },
): Promise<void> {
  const { slug, ...content } = article;
  await database.withTenant(tenant, (db) =>
    db.knowledgeArticle.upsert({
      where: { orgId_slug: { orgId: tenant.orgId, slug } },
      create: { orgId: tenant.orgId, slug, ...content },
      update: content,
    }),
  );
}

const maxResolution = 10_000;

export async function saveResolution(
  database: Database,
  tenant: TenantContext,
  ticketId: string,
  text: string,
): Promise<void> {
  await database.withTenant(tenant, (db) =>
    db.ticket.update({
      where: { orgId_id: { orgId: tenant.orgId, id: ticketId } },
      data: { resolution: text.slice(0, maxResolution) },
    }),
  );
}
