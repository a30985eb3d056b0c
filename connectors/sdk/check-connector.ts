// What must be true of any connector before it is used, without asking its vendor anything. Our own are held to it by
// their tests, those from elsewhere when they are loaded.
import { type CapabilityName, capabilityContracts, capabilityNames, systemsOf } from './capability-contracts.ts';
import type { Connector } from './connector.ts';
import { systemKinds } from './nouns.ts';

/** Sentences; an empty list = nothing is wrong. Never throws, whatever it is given. */
export function checkConnector(given: unknown): string[] {
  if (typeof given !== 'object' || given === null) return ['It is no connector: export what defineConnector gives.'];
  const connector = given as Partial<Connector>;
  try {
    return [...identity(connector), ...abilities(connector), ...form(connector), ...limits(connector)];
  } catch (error) {
    return [`It is no connector: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function identity({ id, name, vendor, summary, systems, verification, test }: Partial<Connector>): string[] {
  const problems: string[] = [];
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/.test(id))
    problems.push('id is not <vendor>/<product>.');
  for (const [field, value] of Object.entries({ name, vendor, summary })) {
    if (typeof value !== 'string' || value.trim() === '' || value.length > 300) problems.push(`${field} is missing.`);
  }
  if (!Array.isArray(systems) || systems.length === 0 || systems.some((one) => !systemKinds.includes(one)))
    problems.push(`systems names none of ${systemKinds.join(', ')}, or something else.`);
  if (
    !['simulated', 'vendor sandbox', 'live'].includes(verification?.level ?? '') ||
    !/^\d{4}-\d\d-\d\d$/.test(verification?.on ?? '')
  )
    problems.push('verification does not say how and when.');
  if (typeof test !== 'function') problems.push('test is missing: a connection could not be tried.');
  return problems;
}

function abilities({
  systems = ['psa'],
  capabilities = {},
  cannot = {},
  permissions = [],
}: Partial<Connector>): string[] {
  const problems: string[] = [];
  const claimed = Object.keys(capabilities);
  if (claimed.length === 0) problems.push('It offers no capability.');
  const needed = new Set<string>(permissions.flatMap((permission) => [...permission.neededFor]));
  for (const name of claimed) {
    if (!isCapability(name)) {
      problems.push(`"${name}" is no capability; there are ${capabilityNames.length}, see capability-contracts.ts.`);
      continue;
    }
    const contract = capabilityContracts[name];
    const part = capabilities[name] as Record<string, unknown> | undefined;
    if (!systemsOf(name).some((system) => systems.includes(system)))
      problems.push(`"${name}" is of another kind of system.`);
    const wanted = contract.shape === 'job' ? ['start', 'poll', 'reconcile'] : ['run'];
    for (const method of wanted) {
      if (typeof part?.[method] !== 'function') problems.push(`"${name}" has no ${method}().`);
    }
    if (contract.idempotency === 'keyed' && typeof part?.reconcile !== 'function')
      problems.push(`"${name}" must be found again after a crash: reconcile() is missing.`);
    if (!needed.has(name) && !needed.has('connection')) problems.push(`permissions do not say what "${name}" needs.`);
  }
  for (const name of capabilityNames) {
    if (!systems.includes(capabilityContracts[name].system)) continue;
    const why = cannot[name];
    if (capabilities[name] ? why !== undefined : (why?.length ?? 0) <= 20)
      problems.push(`"${name}" is neither offered nor refused with a reason in cannot, or both.`);
  }
  return problems;
}

const isCapability = (name: string): name is CapabilityName => Object.hasOwn(capabilityContracts, name);

function form({ auth }: Partial<Connector>): string[] {
  if (!auth || typeof auth.settings?.safeParse !== 'function' || typeof auth.secrets?.safeParse !== 'function')
    return ['auth has no schemas for settings and secrets.'];
  const names = auth.fields.map((field) => field.name);
  const problems = auth.fields
    .filter((field) => field.help.length <= 10)
    .map((field) => `The field "${field.name}" does not say where its value is found.`);
  if (new Set(names).size !== names.length) problems.push('Two fields of the form have one name.');
  if (auth.settings.safeParse({}).success && auth.secrets.safeParse({}).success)
    problems.push('A connection without any value would be accepted.');
  return problems;
}

function limits({ limits, triggers }: Partial<Connector>): string[] {
  const problems: string[] = [];
  for (const name of ['requestsPerMinute', 'burst', 'concurrency', 'timeoutMs', 'maxResponseBytes'] as const) {
    const value = limits?.[name];
    if (typeof value !== 'number' || !(value > 0) || value > 1e9)
      problems.push(`limits.${name} is not a positive number.`);
  }
  if (!(typeof limits?.visibilityLagMs === 'number' && limits.visibilityLagMs >= 0))
    problems.push('limits.visibilityLagMs is missing.');
  if (!Array.isArray(triggers?.polls)) problems.push('triggers.polls is missing; it may be empty.');
  return problems;
}
