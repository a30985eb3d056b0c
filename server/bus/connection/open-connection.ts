// A connection made ready for calls: its connector, its opened secrets, and the context that a capability runs in.
// Everything a connector can reach goes through here: the guarded network, the governor, the tokens.
import { setTimeout as delay } from 'node:timers/promises';
import type { Connector, ConnectorContext } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { redact, secretValues } from '#connectors/sdk/http/redact.ts';
import { isThrottled, retryAfterMs } from '#connectors/sdk/http/retry-after.ts';
import type { SendToVendor, VendorResponse } from '#connectors/sdk/http-port.ts';
import type { OpenLdap } from '#connectors/sdk/ldap-port.ts';
import { connectionSecretsPlace, formerSecretsPlace } from '#server/platform/crypto/connection-places.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { ofOurs } from '../dispatch/own-failure.ts';
import type { GuardedLdap } from '../network/guarded-ldap.ts';
import type { GuardedNetwork } from '../network/guarded-sender.ts';
import { type ConnectionRow, findConnection } from './connections.repository.ts';
import { findFormerSecrets } from './former-secrets.repository.ts';
import { createLender, type LendDeps, nothingLent } from './lend.ts';
import { createPlaces, type Places } from './places.ts';
import {
  type Circuit,
  createRateGovernor,
  draftGovernor,
  type RateGovernor,
  type SendResult,
} from './rate-governor.ts';
import type { Semaphore } from './semaphore.ts';
import { createDraftTokens, createTokenCache, type TokenCache } from './token-cache.ts';

export interface OpenConnection {
  id: string;
  name: string;
  status: ConnectionRow['status'];
  isSandbox: boolean;
  connector: Connector;
  settings: unknown;
  secrets: unknown;
  /** what must not appear in anything that is kept or shown; grows as tokens are obtained */
  secretTexts: string[];
  redact(text: string): string;
  context(scope: CallScope): ConnectorContext;
  /**
   * A call that reads takes many requests. Only so many calls are under way at a time, so that each that has begun gets
   * to its end: all at once, each would take turns from the others until none is in time.
   * @throws ConnectorError `rate-limited` when no place came free in `patienceMs`; nothing was begun
   */
  whole<T>(patienceMs: number, work: () => Promise<T>): Promise<T>;
}

export interface CallScope {
  /** a read may not send a mutation: a connector that tries has a bug, and is stopped */
  mayMutate: boolean;
  signal: AbortSignal;
  /** for a mutation: asked once, right before its first byte; answers until when it may leave. @throws to stop it */
  admit?(): Promise<Date>;
}

export interface DraftConnection {
  name: string;
  connector: Connector;
  settings: unknown;
  secrets: unknown;
  isSandbox: boolean;
}

export interface Connections {
  /** @throws AppError NOT_FOUND also for another tenant's; CONFLICT when it is disabled */
  open(tenant: TenantContext, connectionId: string): Promise<OpenConnection>;
  openRow(tenant: TenantContext, row: ConnectionRow): Promise<OpenConnection>;
  /** with our own webhook secrets from before their last change; null when none are valid any more */
  openFormer(tenant: TenantContext, connectionId: string): Promise<OpenConnection | null>;
  /** `keepTokens`: what the draft obtained goes on under the saved connection */
  openDraft(
    tenant: TenantContext,
    draft: DraftConnection,
  ): OpenConnection & { keepTokens(connectionId: string): Promise<void> };
}

export interface ConnectionsDeps extends LendDeps {
  database: Database;
  keyring: OrgKeyring;
  network: GuardedNetwork;
  ldap: GuardedLdap;
  connectors: Readonly<Record<string, Connector>>;
  /** tests only: how quickly a connection is left alone, and begun with again */
  circuit?: Circuit;
  widenEveryMs?: number;
}

/** how long one request may wait for its turn */
const maxWaitMs = 8_000;
const throttledFallbackMs = 30_000;
/** when to come back to a connection that had no turn to give */
const busyMs = 10_000;

export function createConnections(deps: ConnectionsDeps): Connections {
  const tokens = createTokenCache(deps);
  const lend = createLender(deps);
  // per process; the vendor's own limit per minute is kept by all processes together
  const places = new Map<string, Places>();

  const placesOf = (id: string, connector: Connector): Places => {
    const known = places.get(id) ?? createPlaces(connector.limits, deps.widenEveryMs);
    places.set(id, known);
    return known;
  };

  async function openRow(tenant: TenantContext, row: ConnectionRow, former: object = {}): Promise<OpenConnection> {
    const connector = deps.connectors[row.connector];
    if (!connector)
      throw new AppError('UNSUPPORTED', { message: `There is no connector "${row.connector}" any more.` });
    const settings = parseStored(connector.auth.settings.safeParse(vendorSettings(row.settings)), row.name);
    const sealed = row.secrets;
    if (!sealed) {
      throw new AppError('CONFLICT', { message: `"${row.name}" has no key. Enter its key again under Connections.` });
    }
    const opened: unknown = JSON.parse(await deps.keyring.openText(tenant, connectionSecretsPlace(row.id), sealed));
    const merged = typeof opened === 'object' ? { ...opened, ...former } : opened;
    const secrets = parseStored(connector.auth.secrets.safeParse(merged), row.name);
    const { id, name } = row;
    const governed = { orgId: tenant.orgId, id, name, connector: connector.id };
    const governor = createRateGovernor(deps.database, governed, connector.limits, deps.circuit);
    const lent = await lend(tenant, row);
    return assemble(
      tenant,
      { ...row, connector, settings, secrets },
      governor,
      tokens,
      placesOf(row.id, connector),
      lent,
    );
  }

  function assemble(
    tenant: TenantContext,
    of: DraftConnection & { id: string; status: ConnectionRow['status'] },
    governor: RateGovernor,
    tokenCache: Omit<TokenCache, 'store'>,
    place: Places,
    lent = nothingLent,
  ): OpenConnection {
    const { connector, settings, secrets } = of;
    const secretTexts = secretValues(secrets);
    const scriptCallbacks = lent.scriptCallbacks((text) => void secretTexts.unshift(text));
    const { limits } = connector;

    const context = (scope: CallScope): ConnectorContext => {
      const handedOut = new Map<string, string>();
      let admitted: Promise<Date> | undefined;
      const admitOnce = () => {
        admitted ??= scope.admit?.();
        return admitted;
      };
      const assertMayChange = () => {
        if (scope.mayMutate) return;
        throw new ConnectorError('unsupported', `${connector.name} tried to change something during a read.`, {
          maybeApplied: false,
        });
      };
      /** @returns whether the connection had failed before */
      const takeTurn = async (host: string): Promise<boolean> => {
        const turn = await ofOurs('the pace of a connection', () => governor.takeTurn(maxWaitMs, host));
        place.fit(turn.recoveringMs);
        if (turn.waitMs > 0) await delay(turn.waitMs, undefined, { signal: scope.signal }).catch(() => undefined);
        if (!scope.signal.aborted) return turn.hadFailures;
        // nothing was asked: the turn is somebody else's, and the vendor is not to blame
        await ofOurs('the pace of a connection', () => governor.giveBack(host));
        throw noTurn(of.name);
      };
      const send: SendToVendor = async (request) => {
        if (request.mutates) assertMayChange();
        const host = hostOf(request.url);
        const inPlace = () => inTurn(place.requests, scope.signal, of.name, sendNow);
        // the narrow door first: who waits there must not take a place from the other kinds
        const lane = place.lane(request.lane);
        return lane ? inTurn(lane, scope.signal, of.name, inPlace) : inPlace();

        async function sendNow(): Promise<VendorResponse> {
          let hadFailures = false;
          const attemptDone = async (answer: VendorResponse | ConnectorError) => {
            const result = resultOf(answer);
            if (result) await governor.report(result, hadFailures, host);
          };
          return deps.network.send(request, {
            isSandbox: of.isSandbox,
            timeoutMs: limits.timeoutMs,
            maxResponseBytes: limits.maxResponseBytes,
            signal: scope.signal,
            beforeAttempt: async () => {
              hadFailures = await takeTurn(host);
              return request.mutates ? admitOnce() : undefined;
            },
            afterAttempt: attemptDone,
          });
        }
      };
      const openLdap: OpenLdap = (target, work) =>
        inTurn(place.requests, scope.signal, of.name, () => {
          let hadFailures = false;
          const host = hostOf(target.url);
          const session = {
            isSandbox: of.isSandbox,
            timeoutMs: limits.timeoutMs,
            maxBytes: limits.maxResponseBytes,
            signal: scope.signal,
            before: async ({ mutates }: { mutates: boolean }) => {
              if (mutates) assertMayChange();
              hadFailures = await takeTurn(host);
              const sendBefore = mutates ? await admitOnce() : undefined;
              if (sendBefore && Date.now() >= sendBefore.getTime()) throw noTurn(of.name);
            },
            after: async (failure: ConnectorError | undefined) => {
              const isAnswer = failure === undefined || (!failure.retryable && failure.detail.resultCode !== undefined);
              const result = isAnswer ? 'answered' : failure && resultOf(failure);
              if (result) await governor.report(result, hadFailures, host);
            },
          };
          return deps.ldap.run(target, session, work);
        });
      return {
        settings,
        secrets,
        send,
        token: async (name, obtain) => {
          let theirs: unknown;
          const value = await ofOurs('a stored token', () =>
            tokenCache.read(tenant, of.id, name, async (now) => {
              try {
                return await obtain(now);
              } catch (error) {
                theirs = error;
                throw error;
              }
            }),
          ).catch((error: unknown) => {
            throw theirs ?? error;
          });
          handedOut.set(name, value);
          for (const secret of tokenTexts(value)) if (!secretTexts.includes(secret)) secretTexts.unshift(secret);
          return value;
        },
        dropToken: (name) => ofOurs('a stored token', () => tokenCache.drop(tenant, of.id, name, handedOut.get(name))),
        mapping: lent.mapping,
        scriptCallbacks,
        openLdap,
        now: () => new Date(),
        signal: scope.signal,
      };
    };

    return {
      id: of.id,
      name: of.name,
      status: of.status,
      isSandbox: of.isSandbox,
      connector,
      settings,
      secrets,
      secretTexts,
      redact: (text) => redact(text, secretTexts),
      context,
      whole: (patienceMs, work) => inTurn(place.calls, AbortSignal.timeout(patienceMs), of.name, work),
    };
  }

  return {
    openRow: (tenant, row) => openRow(tenant, row),
    async openFormer(tenant, connectionId) {
      const sealed = await findFormerSecrets(tenant, deps.database, connectionId);
      const row = sealed && (await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, connectionId)));
      if (!sealed || !row || row.status === 'disabled') return null;
      const former: unknown = JSON.parse(await deps.keyring.openText(tenant, formerSecretsPlace(row.id), sealed));
      return openRow(tenant, row, typeof former === 'object' && former !== null ? former : {});
    },
    async open(tenant, connectionId) {
      if (!isId(connectionId)) throw notFound('connection');
      const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, connectionId));
      if (!row) throw notFound('connection');
      if (row.status === 'disabled') throw new AppError('CONFLICT', { message: `"${row.name}" is switched off.` });
      return openRow(tenant, row);
    },
    openDraft(tenant, draft) {
      const draftTokens = createDraftTokens();
      const of = { ...draft, id: 'draft', status: 'untested' as const };
      const place = createPlaces(draft.connector.limits);
      return {
        ...assemble(tenant, of, draftGovernor, draftTokens, place),
        async keepTokens(connectionId) {
          for (const { name, value, expiresAt } of draftTokens.obtained()) {
            await tokens.store(tenant, connectionId, name, value, expiresAt);
          }
        },
      };
    },
  };
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

const noTurn = (name: string): ConnectorError =>
  new ConnectorError('rate-limited', `"${name}" is busy: it was not asked, because no turn came in time.`, {
    maybeApplied: false,
    retryAfterMs: busyMs,
  });

/** @throws ConnectorError when the signal ends before the turn came; the work is not cut short */
async function inTurn<T>(place: Semaphore, isWaiting: AbortSignal, name: string, work: () => Promise<T>): Promise<T> {
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return work();
  };
  return place.run(begin, isWaiting).catch((error: unknown) => {
    throw hasBegun ? error : noTurn(name);
  });
}

/**
 * A connector may keep several texts in one token, as JSON. Short ones are no credentials: the version of an API,
 * kept as a token because all processes share it, must not vanish from every address.
 */
function tokenTexts(value: string): string[] {
  const isLong = (text: string) => text.length >= 16;
  try {
    return [...secretValues(JSON.parse(value)), value].filter(isLong);
  } catch {
    return [value].filter(isLong);
  }
}

/** What is ours in the settings of a sandbox connection, and unknown to its connector. */
export function vendorSettings(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null) return settings;
  const { sandboxControlUrl: _url, sandboxVisibilityLagMs: _lag, ...vendors } = settings as Record<string, unknown>;
  return vendors;
}

/** null = nothing was learned about the vendor: our own refusal, or a turn that was not given. */
function resultOf(result: VendorResponse | ConnectorError): SendResult | null {
  if (result instanceof ConnectorError) {
    if (result.kind === 'bad-answer') return 'answered';
    const isVendors = result.kind === 'timeout' || (result.kind === 'unavailable' && result.retryAfterMs === undefined);
    return isVendors ? 'failed' : null;
  }
  if (isThrottled(result)) return { throttledMs: retryAfterMs(result.headers, new Date()) ?? throttledFallbackMs };
  return result.status >= 500 ? 'failed' : 'answered';
}

function parseStored<T>(
  parsed: { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[] }[] } },
  name: string,
): T {
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('CONFLICT', {
    message: `The settings of "${name}" do not fit this version any more (${where}). Open and save the connection again.`,
  });
}
