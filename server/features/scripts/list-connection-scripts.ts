// Every script that the installed playbooks need, and whether this RMM has it.
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { ambiguousSteps, importSteps, languageOf, parametersOf, repairSteps, runAsOf } from './describe-import.ts';
import type {
  ConnectionScript,
  ConnectionScripts,
  ListConnectionScriptsInput,
} from './list-connection-scripts.schema.ts';
import { type CarriedScript, readScripts } from './read-manifests.ts';
import { findConnection, findInstalled, type InstalledPlaybook } from './scripts.repository.ts';
import type { ScriptsDeps, VendorScript } from './scripts-deps.ts';
import { whyNotWrapped } from './wrap-script.ts';

export async function listConnectionScripts(
  tenant: TenantContext,
  input: ListConnectionScriptsInput,
  deps: Pick<ScriptsDeps, 'database' | 'vendors' | 'now'>,
): Promise<ConnectionScripts> {
  const { connectionId } = input;
  const { connection, playbooks } = await deps.database.withTenant(tenant, async (db) => ({
    connection: await findConnection(tenant, db, connectionId),
    playbooks: await findInstalled(tenant, db),
  }));
  if (!connection) throw notFound('connection');
  const asked = await deps.vendors.scripts(tenant, connectionId).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code === 'NOT_FOUND') throw error;
    const list = { isReadable: false as const, why: error.message };
    return { connectorName: connection.name, canRun: true, hasCallback: false, list };
  });
  const theirs = asked.list.isReadable ? asked.list.items : null;
  return {
    connectionId,
    connectorName: asked.connectorName,
    canRun: asked.canRun,
    why: asked.list.isReadable ? null : asked.list.why,
    hasCallback: asked.hasCallback,
    scripts: compareScripts(playbooks, theirs, asked.connectorName),
    readAt: deps.now(),
  };
}

/** `theirs: null` = the vendor's library could not be read. Pure. */
export function compareScripts(
  playbooks: InstalledPlaybook[],
  theirs: VendorScript[] | null,
  connectorName: string,
): ConnectionScript[] {
  const needed = new Map<string, { script: CarriedScript; playbooks: ConnectionScript['playbooks'] }>();
  for (const { slug, title, isEnabled, ...stored } of playbooks) {
    for (const script of readScripts(stored)) {
      const key = `${script.name} ${script.sha256}`;
      const known = needed.get(key);
      if (known) known.playbooks.push({ slug, title, isEnabled });
      else needed.set(key, { script, playbooks: [{ slug, title, isEnabled }] });
    }
  }
  const all = [...needed.values()].sort((a, b) => (a.script.name < b.script.name ? -1 : 1));
  return all.map(({ script, playbooks: needing }) => ({
    ...describeScript(script, theirs, connectorName),
    playbooks: needing,
    isContested: all.filter((other) => other.script.name === script.name).length > 1,
  }));
}

function describeScript(
  script: CarriedScript,
  theirs: VendorScript[] | null,
  connectorName: string,
): Omit<ConnectionScript, 'playbooks' | 'isContested'> {
  const canWrap = whyNotWrapped(script) === null;
  const parameters = parametersOf(script, canWrap);
  // exactly as a run looks for it
  const hits = (theirs ?? []).filter(({ name }) => name === script.name);
  const [hit] = hits;
  const told = new Set(hit?.parameters.map(({ name }) => name.toLowerCase()));
  const missingParameters =
    hits.length !== 1 || told.size === 0
      ? []
      : parameters.flatMap(({ name }) => (name === 'CallbackUrl' || told.has(name.toLowerCase()) ? [] : [name]));
  const state = theirs === null ? 'unknown' : hits.length === 0 ? 'missing' : hits.length > 1 ? 'ambiguous' : 'found';
  const steps = {
    unknown: () => importSteps(script, connectorName, parameters),
    missing: () => importSteps(script, connectorName, parameters),
    ambiguous: () => ambiguousSteps(script, connectorName, hits.length),
    found: () => (missingParameters.length > 0 ? repairSteps(script, connectorName, missingParameters) : []),
  };
  return {
    name: script.name,
    summary: script.summary,
    os: script.os,
    language: languageOf(script.file),
    runAs: runAsOf(script.os),
    effect: script.effect,
    file: script.file,
    sha256: script.sha256,
    parameters,
    state,
    vendorIds: hits.map(({ id }) => id),
    missingParameters,
    steps: steps[state](),
    canWrap,
  };
}
