import { z } from 'zod';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { describePlaybook } from './describe-playbook.ts';
import { type PlaybooksDeps, summarizePlaybook, thirtyDaysAgo } from './list-playbooks.ts';
import { countPlaybookRuns, findPlaybook, findVersion } from './playbooks.repository.ts';
import type { PlaybookView } from './read-playbook.schema.ts';

const scripts = z.record(z.string(), z.looseObject({ file: z.string(), sha256: z.string(), text: z.string() }));

/** The live version, or the one asked for; without a live one, the newest. */
export const readPlaybook = (
  tenant: TenantContext,
  input: { slug: string; version?: string },
  deps: PlaybooksDeps,
): Promise<PlaybookView> =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findPlaybook(tenant, db, input.slug);
    if (!row) throw notFound('playbook');
    const chosen = input.version
      ? row.versions.find((version) => version.version === input.version)
      : (row.versions.find((version) => version.id === row.liveVersionId) ?? row.versions[0]);
    const version = chosen && (await findVersion(tenant, db, chosen.id));
    if (!version) throw notFound('version of this playbook');
    const counts = await countPlaybookRuns(tenant, db, thirtyDaysAgo(deps.now()));
    const isLive = (id: string) => id === row.liveVersionId;
    return {
      playbook: summarizePlaybook(row, counts),
      shown: {
        version: version.version,
        isLive: isLive(version.id),
        contentHash: version.contentHash,
        createdAt: version.createdAt,
        source: version.source,
        scripts: Object.entries(scripts.catch({}).parse(version.scripts)).map(([name, script]) => ({
          name,
          file: script.file,
          sha256: script.sha256,
          text: script.text,
        })),
        ...describePlaybook(version.source, deps.catalog),
      },
      versions: row.versions.map(({ id, ...rest }) => ({ ...rest, isLive: isLive(id) })),
    };
  });
