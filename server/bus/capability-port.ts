// The engine's CapabilityPort over the connectors: policy first, then one send, then our copies and the evidence.
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { JobRef } from '#connectors/sdk/connector.ts';
import type { CallOutcome, CapabilityCall, CapabilityPort, PollOutcome } from '#server/engine/ports/capabilities.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { isCapabilityName } from './catalog.ts';
import { findConnections } from './connection/connections.repository.ts';
import type { CallScope, OpenConnection } from './connection/open-connection.ts';
import { evidenceBounds, redactJson } from './connection/redact-json.ts';
import { visibilityLagOf } from './connection/visibility-lag.ts';
import { failureOf } from './dispatch/call-failure.ts';
import { confirmClient } from './dispatch/confirm-client.ts';
import { confirmDevice } from './dispatch/confirm-device.ts';
import {
  admitCall,
  assertPolicy,
  findAdmission,
  findRunLinks,
  findScriptFile,
  type RunLinks,
} from './dispatch/dispatch.repository.ts';
import { ofOurs } from './dispatch/own-failure.ts';
import {
  type DispatchDeps,
  directOf,
  finishCall,
  inConnector,
  jobOf,
  type PreparedCall,
  prepareCall,
  storyOf,
  vendorInput,
} from './dispatch/prepare-call.ts';
import { resolveTarget } from './dispatch/resolve-target.ts';
import { summarizeStart } from './dispatch/summarize-call.ts';

/** waiting for a turn, looking up names: what a send may need beside the vendor's own time */
const overheadMs = 15_000;
/** how far two clocks may differ */
const clockSkewMs = 5_000;
const pollAfterMs = 3_000;
const lookAgainMs = 15_000;

/** Where a job is, across processes. */
interface StoredJob {
  connectionId: string;
  ref: JobRef;
  args: Json;
}

export function createCapabilityPort(deps: DispatchDeps): CapabilityPort {
  const tenantOf = (call: CapabilityCall): TenantContext => ({
    orgId: call.orgId,
    actor: `run:${call.runId}`,
    role: 'system',
  });

  async function linksOf(tenant: TenantContext, call: CapabilityCall): Promise<RunLinks> {
    const links = await findRunLinks(tenant, deps.database, call.runId);
    if (!links) throw notFound('run');
    return links;
  }
  const forFinish = (links: RunLinks, call: CapabilityCall) => ({ ...links, runId: links.id, path: call.path });

  async function admit(tenant: TenantContext, call: CapabilityCall, prepared: PreparedCall): Promise<Date | null> {
    const { effect } = capabilityContracts[prepared.name];
    const subject =
      prepared.target.subjects.find(({ kind }) => kind === 'device' || kind === 'ticket') ??
      prepared.target.subjects[0];
    const mutation =
      effect === 'read'
        ? null
        : {
            runId: call.runId,
            path: call.path,
            tag: call.tag,
            target: { kind: subject?.kind ?? 'connection', id: subject?.id ?? prepared.connection.id },
            detail: {
              connection: prepared.connection.name,
              connectionId: prepared.connection.id,
              arguments: redactJson(prepared.target.args, prepared.connection.secretTexts, evidenceBounds),
            },
          };
    return admitCall(tenant, deps.database, { ...call, effect, mutation });
  }

  async function resolveScript(
    tenant: TenantContext,
    prepared: PreparedCall,
    links: RunLinks,
    signal: AbortSignal,
  ): Promise<void> {
    if (prepared.name !== 'script.run') return;
    const wanted = String(prepared.target.args.script);
    const context = prepared.connection.context({ mayMutate: false, signal });
    prepared.target.input.script = await inConnector(prepared.connection, () =>
      deps.scripts.find(prepared.connection, context, wanted, () =>
        findScriptFile(tenant, deps.database, links.playbookVersionId, wanted),
      ),
    );
  }

  async function dispatch(
    tenant: TenantContext,
    call: CapabilityCall,
    prepared: PreparedCall,
    links: RunLinks,
    progress: { isAdmitted: boolean },
  ): Promise<CallOutcome> {
    const { connection, name } = prepared;
    const contract = capabilityContracts[name];
    const budgetMs = connection.connector.limits.timeoutMs + overheadMs;
    if (contract.effect === 'read') {
      return connection.whole(budgetMs, async () => {
        await admit(tenant, call, prepared);
        return send(tenant, call, prepared, links, { mayMutate: false, signal: AbortSignal.timeout(budgetMs) });
      });
    }
    const { allowedEffect, capability } = call;
    await assertPolicy(tenant, deps.database, { capability, effect: contract.effect, allowedEffect });
    const signal = AbortSignal.timeout(budgetMs);
    const subjectOf = (kind: string) => prepared.target.subjects.find((subject) => subject.kind === kind);
    const client = contract.system === 'directory' ? subjectOf('client') : undefined;
    if (client) await confirmClient(tenant, deps, prepared, client);
    if (contract.effect === 'destructive') {
      await resolveScript(tenant, prepared, links, signal);
      const device = subjectOf('device');
      if (device) await confirmDevice(tenant, deps, prepared, device, signal);
    }
    return send(tenant, call, prepared, links, {
      mayMutate: true,
      signal,
      // last, so that nothing slow lies between the kill switch and the first byte that changes something
      admit: async () => {
        const sendBefore = await ofOurs('the admission of a change', () => admit(tenant, call, prepared));
        if (!sendBefore) throw new Error(`"${capability}" changes something and has no deadline.`);
        progress.isAdmitted = true;
        return sendBefore;
      },
    });
  }

  async function send(
    tenant: TenantContext,
    call: CapabilityCall,
    prepared: PreparedCall,
    links: RunLinks,
    scope: CallScope,
  ): Promise<CallOutcome> {
    const { connection, name } = prepared;
    const context = connection.context(scope);
    const input = vendorInput(prepared);
    if (capabilityContracts[name].shape === 'job') {
      const ref = await inConnector(connection, () =>
        jobOf(connection.connector, name).start(context, input, { tag: call.tag }),
      );
      return { kind: 'started', job: storeJob(prepared, ref), pollAfterMs, summary: summarizeStart(prepared.story) };
    }
    const answer = await inConnector(connection, () => directOf(prepared).run(context, input, { tag: call.tag }));
    return { kind: 'done', ...(await finishCall(tenant, deps, prepared, answer, forFinish(links, call))) };
  }

  const storeJob = (prepared: PreparedCall, ref: JobRef): Json => ({
    connectionId: prepared.connection.id,
    ref,
    args: redactJson(prepared.target.args, prepared.connection.secretTexts, evidenceBounds),
  });

  const limitsOf = async (of: { orgId: string; capability: string }) => {
    const tenant: TenantContext = { orgId: of.orgId, actor: 'system:bus', role: 'system' };
    const rows = await deps.database.withTenant(tenant, (db) => findConnections(tenant, db));
    const name = of.capability;
    return rows.flatMap((row) => {
      const connector = deps.connectors[row.connector];
      if (!connector || !isCapabilityName(name) || !connector.capabilities[name]) return [];
      return [{ ...connector.limits, visibilityLagMs: visibilityLagOf(row, connector) }];
    });
  };

  return {
    async call(call) {
      const tenant = tenantOf(call);
      let prepared: PreparedCall | undefined;
      // whatever fails before, a look-up at the vendor included, cannot have changed anything
      const progress = { isAdmitted: false };
      const outcome = await (async (): Promise<CallOutcome> => {
        try {
          const links = await linksOf(tenant, call);
          const ready = await prepareCall(tenant, deps, call.capability, call.arguments);
          prepared = ready;
          return await deps.health.watch(tenant, ready.connection, () =>
            dispatch(tenant, call, ready, links, progress),
          );
        } catch (error) {
          return outcomeOf(error, prepared, progress.isAdmitted);
        }
      })();
      if (prepared) await deps.held.note(tenant, call.runId, prepared.connection, outcome);
      return outcome;
    },

    async poll(call, job) {
      const tenant = tenantOf(call);
      let redact = (text: string) => text;
      let asked: OpenConnection | undefined;
      const outcome = await (async (): Promise<PollOutcome> => {
        try {
          const name = call.capability;
          if (!isCapabilityName(name)) throw notFound('capability');
          const links = await linksOf(tenant, call);
          const stored = job as unknown as StoredJob;
          const connection = await deps.connections.open(tenant, stored.connectionId);
          redact = connection.redact;
          asked = connection;
          const signal = AbortSignal.timeout(connection.connector.limits.timeoutMs + overheadMs);
          const context = connection.context({ mayMutate: false, signal });
          return await deps.health.watch(tenant, connection, async (): Promise<PollOutcome> => {
            const progress = await inConnector(connection, () =>
              jobOf(connection.connector, name).poll(context, stored.ref),
            );
            if (progress.state === 'pending') return { kind: 'pending', pollAfterMs: progress.pollAfterMs };
            const { args, subjects } = await resolveTarget(tenant, deps, name, stored.args);
            const target = { args, subjects };
            const finished = { name, connection, target, story: storyOf(target) };
            return {
              kind: 'done',
              ...(await finishCall(tenant, deps, finished, progress.output, forFinish(links, call))),
            };
          });
        } catch (error) {
          const failure = failureOf(error, redact, false);
          if (!failure) throw error;
          const { retryable, retryAfterMs, message } = failure;
          return { kind: 'error', retryable, retryAfterMs, message };
        }
      })();
      if (asked) await deps.held.note(tenant, call.runId, asked, outcome);
      return outcome;
    },

    async reconcile(call, notBefore) {
      const tenant = tenantOf(call);
      let prepared: PreparedCall | undefined;
      try {
        // what was never admitted cannot have left: no need to ask anybody
        const admission = await findAdmission(tenant, deps.database, call, new Date(notBefore));
        if (!admission) return { kind: 'not-sent' };
        const links = await linksOf(tenant, call);
        // where it was sent, and nowhere else: another connection would say, rightly, that it knows nothing of it
        const { capability, arguments: args } = call;
        const ready = await prepareCall(tenant, deps, capability, args, admission.connectionId ?? undefined);
        prepared = ready;
        const { connection, name } = ready;
        const { shape, idempotency } = capabilityContracts[name];
        const signal = AbortSignal.timeout(connection.connector.limits.timeoutMs + overheadMs);
        const query = { tag: call.tag, notBefore: new Date(notBefore) };
        const context = connection.context({ mayMutate: false, signal });
        return await deps.health.watch(tenant, connection, async () => {
          await resolveScript(tenant, ready, links, signal);
          const input = vendorInput(ready);
          if (shape === 'job') {
            const found = await inConnector(connection, () =>
              jobOf(connection.connector, name).reconcile(context, input, query),
            );
            if (!found.found) return { kind: 'not-found' } as const;
            const summary = `Found the earlier attempt: ${summarizeStart(ready.story)}`;
            return { kind: 'started', job: storeJob(ready, found.job), pollAfterMs, summary } as const;
          }
          const { reconcile } = directOf(ready);
          if (!reconcile) {
            // sending again does no harm; anything else must not be taken for "did not happen"
            if (idempotency === 'idempotent') return { kind: 'not-found' } as const;
            const message = `${connection.connector.name} cannot be asked whether "${name}" happened.`;
            return { kind: 'error', retryAfterMs: null, message } as const;
          }
          const found = await inConnector(connection, () => reconcile(context, input, query));
          if (!found.found) return { kind: 'not-found' } as const;
          return {
            kind: 'done',
            ...(await finishCall(tenant, deps, ready, found.output, forFinish(links, call))),
          } as const;
        });
      } catch (error) {
        const failure = outcomeOf(error, prepared, false);
        const retryAfterMs = failure.retryable ? (failure.retryAfterMs ?? lookAgainMs) : null;
        return { kind: 'error', retryAfterMs, message: failure.message };
      }
    },

    async sendTimeoutMs(of) {
      return overheadMs + Math.max(15_000, ...(await limitsOf(of)).map((limits) => limits.timeoutMs));
    },
    async settleMs(of) {
      return clockSkewMs + Math.max(0, ...(await limitsOf(of)).map((limits) => limits.visibilityLagMs));
    },
  };

  function outcomeOf(error: unknown, prepared: PreparedCall | undefined, isAdmitted: boolean) {
    const mutates = isAdmitted && prepared !== undefined && capabilityContracts[prepared.name].effect !== 'read';
    const failure = failureOf(error, prepared?.connection.redact ?? ((text) => text), mutates);
    if (!failure) throw error;
    return failure;
  }
}
