// From a call to a connection that is ready for it: policy, target, secrets. Nothing has left yet.
import type { z } from 'zod';
import { type CapabilityName, capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { Connector, DirectCapability, JobCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { redact } from '#connectors/sdk/http/redact.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { isCapabilityName } from '../catalog.ts';
import type { ConnectionHealth } from '../connection/connection-health.ts';
import type { HeldRuns } from '../connection/held-runs.repository.ts';
import type { Connections, OpenConnection } from '../connection/open-connection.ts';
import { evidenceBounds, outputBounds, redactJson } from '../connection/redact-json.ts';
import { ConnectorBroke } from './call-failure.ts';
import { saveEvidence } from './dispatch.repository.ts';
import { type CallLinks, mapOutput } from './map-output.ts';
import { OwnFailure } from './own-failure.ts';
import { Refused } from './refused.ts';
import type { ScriptLibrary } from './resolve-script.ts';
import { type CallTarget, resolveTarget } from './resolve-target.ts';
import { sealOutputs } from './seal-outputs.repository.ts';
import { type CallStory, summarizeCall } from './summarize-call.ts';

export interface DispatchDeps {
  database: Database;
  connectors: Readonly<Record<string, Connector>>;
  connections: Connections;
  health: ConnectionHealth;
  scripts: ScriptLibrary;
  keyring: OrgKeyring;
  held: HeldRuns;
}

export interface PreparedCall {
  name: CapabilityName;
  target: CallTarget;
  connection: OpenConnection;
  story: CallStory;
}

/** @param connectionId this one and no other. @throws Refused, AppError */
export async function prepareCall(
  tenant: TenantContext,
  deps: DispatchDeps,
  capability: string,
  args: unknown,
  connectionId?: string,
): Promise<PreparedCall> {
  if (!isCapabilityName(capability)) throw new Refused(`There is no capability "${capability}".`);
  const target = await resolveTarget(tenant, deps, capability, args, connectionId);
  const connection = await deps.connections.openRow(tenant, target.connection);
  return { name: capability, target, connection, story: storyOf(target) };
}

export function storyOf(target: Pick<CallTarget, 'args' | 'subjects'>): CallStory {
  const nameOf = (kind: string) => target.subjects.find((subject) => subject.kind === kind)?.name ?? null;
  return {
    device: nameOf('device'),
    ticket: nameOf('ticket'),
    client: nameOf('client'),
    member: nameOf('member'),
    args: target.args,
  };
}

type AnyDirect = DirectCapability<unknown, unknown, unknown>;
type AnyJob = JobCapability<unknown, unknown, unknown>;

export const directOf = (call: PreparedCall): AnyDirect =>
  call.connection.connector.capabilities[call.name] as unknown as AnyDirect;
export const jobOf = (connector: Connector, name: CapabilityName): AnyJob =>
  connector.capabilities[name] as unknown as AnyJob;

/** The vendor's arguments by the contract: defaults filled, nothing unknown. */
export const vendorInput = (call: PreparedCall): unknown =>
  capabilityContracts[call.name].input.parse(call.target.input);

/** Runs a connector's own code: what it throws that is not its error is a bug of its. */
export async function inConnector<T>(connection: OpenConnection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectorError || error instanceof Refused || isOurs(error)) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new ConnectorBroke(`The connector ${connection.connector.id} failed in a way of its own: ${said}`, {
      cause: error,
    });
  }
}

/** Ours, thrown under the connector's hands: not its fault. */
const isOurs = (error: unknown): boolean => error instanceof OwnFailure || error instanceof AppError;

export interface FinishedCall {
  output: Json;
  evidence: string[];
  summary: string;
}

/** The answer checked, translated, and kept as evidence unless it is neither for a run nor for an incident. */
export async function finishCall(
  tenant: TenantContext,
  deps: Pick<DispatchDeps, 'database' | 'keyring'>,
  call: Omit<PreparedCall, 'target'> & { target: Pick<CallTarget, 'args' | 'subjects'> },
  answer: unknown,
  links: (CallLinks & { runId: string | null; path: string | null }) | null,
): Promise<FinishedCall> {
  const { connection, name, story, target } = call;
  const { effect, shape, title, output } = capabilityContracts[name];
  const parsed = (output as z.ZodType).safeParse(answer);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConnectorError(
      'bad-answer',
      `${connection.connector.name} answered "${title}" in an unexpected shape (${issue?.path.join('.')}: ${issue?.message}).`,
      { maybeApplied: effect !== 'read' },
    );
  }
  const origin = links?.runId && links.path !== null ? { runId: links.runId, path: links.path } : null;
  const sealed = await sealOutputs(tenant, deps, name, parsed.data, origin);
  const secretTexts = [...sealed.secrets, ...connection.secretTexts];
  const clean = redactJson(sealed.output, secretTexts, outputBounds);
  const mapped = await mapOutput(tenant, deps.database, name, clean, { ...target, connectionId: connection.id }, links);
  const summary = redact(summarizeCall(name, story, mapped as never), secretTexts);
  const evidence: string[] = [];
  if (links && (effect === 'read' || shape === 'job')) {
    evidence.push(
      await saveEvidence(tenant, deps.database, {
        incidentId: links.incidentId,
        runId: links.runId,
        connectionId: connection.id,
        capability: name,
        title: summary,
        request: redactJson(target.args, secretTexts, evidenceBounds),
        answer: redactJson(mapped, secretTexts, evidenceBounds),
      }),
    );
  }
  return { output: redactJson(mapped, [], outputBounds), evidence, summary };
}
