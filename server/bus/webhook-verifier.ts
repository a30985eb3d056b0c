// Who sent a delivery, and what does it say: the connectors' half of receiving. Secrets of ours that are being changed are
// tried after the current ones, until their time is over.
import type { Connector } from '#connectors/sdk/connector.ts';
import type { EntityHint, Verdict, WebhookDelivery } from '#connectors/sdk/trigger.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { Connections, OpenConnection } from './connection/open-connection.ts';
import { inConnector } from './dispatch/prepare-call.ts';

interface Route {
  orgId: string;
  connectionId: string;
  connector: string;
}
interface Kept {
  connection: Promise<OpenConnection>;
  /** asked for by the first delivery that the current secrets do not verify */
  former?: Promise<OpenConnection | null>;
  untilMs: number;
}

/** an opened connection may be used for this long; a changed secret takes effect within it */
const keepMs = 4_000;
const verifyMs = 10_000;

export function createWebhookVerifier(deps: {
  connectors: Readonly<Record<string, Connector>>;
  connections: Pick<Connections, 'open' | 'openFormer'>;
}) {
  const kept = new Map<string, Kept>();
  const webhookOf = (connector: string) =>
    Object.hasOwn(deps.connectors, connector) ? deps.connectors[connector]?.triggers.webhook : undefined;
  const tenantOf = (route: Route): TenantContext => ({
    orgId: route.orgId,
    actor: `connection:${route.connectionId}`,
    role: 'system',
  });

  function opened(route: Route): Kept {
    const key = `${route.orgId}/${route.connectionId}`;
    const known = kept.get(key);
    if (known && known.untilMs > Date.now()) return known;
    const entry: Kept = {
      connection: deps.connections.open(tenantOf(route), route.connectionId),
      untilMs: Date.now() + keepMs,
    };
    kept.set(key, entry);
    entry.connection.catch(() => kept.delete(key));
    if (kept.size > 1_000) kept.delete(kept.keys().next().value ?? '');
    return entry;
  }

  function formerOf(route: Route, entry: Kept): Promise<OpenConnection | null> {
    entry.former ??= deps.connections.openFormer(tenantOf(route), route.connectionId);
    entry.former.catch(() => {
      delete entry.former;
    });
    return entry.former;
  }

  return {
    maxBodyBytes: (connector: string): number | null => webhookOf(connector)?.maxBodyBytes ?? null,
    async verify(route: Route, delivery: WebhookDelivery): Promise<Verdict> {
      const webhook = webhookOf(route.connector);
      if (!webhook) return { ok: false, reason: 'takes no webhooks' };
      const judge = async (connection: OpenConnection): Promise<Verdict> => {
        const context = connection.context({ mayMutate: false, signal: AbortSignal.timeout(verifyMs) });
        const verdict = await inConnector(connection, () => webhook.verify(context, delivery));
        return verdict.ok ? verdict : { ok: false, reason: connection.redact(verdict.reason) };
      };
      const entry = opened(route);
      const verdict = await judge(await entry.connection);
      if (verdict.ok) return verdict;
      const former = await formerOf(route, entry);
      return former && (await judge(former)).ok ? { ok: true } : verdict;
    },
    dedupeKey: (connector: string, body: unknown): string | null => webhookOf(connector)?.dedupeKey(body) ?? null,
    decoderOf: (connector: string): ((text: string) => unknown) | null => webhookOf(connector)?.decode ?? null,
    handshake(connector: string, query: Readonly<Record<string, string>>): string | null {
      try {
        return webhookOf(connector)?.handshake?.(query)?.body ?? null;
      } catch {
        return null;
      }
    },
    parse(connector: string, body: unknown): EntityHint[] {
      const webhook = webhookOf(connector);
      if (!webhook) throw new AppError('INVALID_INPUT', { message: `"${connector}" takes no webhooks.` });
      return webhook.parse(body);
    },
  };
}
