// What is typed into the form: is it well formed, does it work, what would it bring? Nothing is stored, and the person's
// own words are not repeated in any error.
import type { TenantContext } from '#server/platform/tenant.ts';
import { fillGenerated } from './connection-secrets.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { validated } from './create-connection.ts';
import type { CheckFormInput, ProbeInput, ProbeOutput } from './gallery.schema.ts';
import { findDraft, keepDraft } from './probed-drafts.ts';

type Deps = Pick<ConnectionsDeps, 'vendors'>;

/** By the connector's own schema. */
export function checkForm(input: CheckFormInput, { vendors }: Deps): { problems: Record<string, string> } {
  const result = validate(input, { vendors });
  return { problems: result.ok ? {} : result.problems };
}

export async function probeConnection(
  tenant: TenantContext,
  input: ProbeInput,
  { vendors, now }: Pick<ConnectionsDeps, 'vendors' | 'now'>,
): Promise<ProbeOutput> {
  const known = input.probeId ? findDraft(tenant, input.probeId, input, now()) : null;
  if (known && input.probeId) return { ...plain(await known.again()), probeId: input.probeId };
  const { settings, secrets } = validated(validate(input, { vendors }));
  const { connector } = input;
  const draft = await vendors.probeDraft(tenant, {
    name: vendors.describe(connector).name,
    connector,
    settings,
    secrets,
    isSandbox: false,
  });
  return { ...plain(draft), probeId: keepDraft(tenant, input, draft, now()) };
}

const plain = ({ summary, warnings, sample }: Omit<ProbeOutput, 'probeId'>) => ({ summary, warnings, sample });

function validate(input: CheckFormInput, { vendors }: Deps) {
  const { fields } = vendors.describe(input.connector);
  const settings = fillGenerated([], input.settings);
  const secrets = fillGenerated(fields, input.secrets);
  const result = vendors.validate(input.connector, { settings, secrets });
  if (result.ok) return result;
  // a schema speaks of types where a person left something out
  const isEmpty = (field: string) => settings[field] === undefined && secrets[field] === undefined;
  const problems = Object.entries(result.problems).map(([field, problem]) => [
    field,
    isEmpty(field) ? 'This is needed.' : problem,
  ]);
  return { ok: false as const, problems: Object.fromEntries(problems) as Record<string, string> };
}
