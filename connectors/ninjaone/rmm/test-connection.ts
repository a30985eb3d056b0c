// "Test" of the connect wizard: signs in, counts, and names what the access is not enough for.
import { z } from 'zod';
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import type { NinjaContext } from './auth.ts';
import { readList } from './client.ts';
import { organizationNames } from './organizations.ts';
import { listNinjaScripts } from './scripts.ts';
import { findBoardOfAll } from './ticket-boards.ts';
import { nodeShape } from './vendor-shapes.ts';

const pageSize = 1_000;

export async function testConnection(context: NinjaContext): Promise<ConnectionTest> {
  const organizations = await organizationNames(context);
  const devices = await collectPages({
    maxPages: 50,
    fetchPage: async (after) => {
      const items = await readList(context, z.array(nodeShape), {
        path: '/v2/devices',
        query: { pageSize, after: after ?? undefined },
        action: 'list the devices',
      });
      const last = items.at(-1);
      return { items, next: items.length < pageSize || !last ? null : String(last.id) };
    },
  });
  const warnings: string[] = [];
  let scripts = 'scripts not readable';
  try {
    scripts = `${(await listNinjaScripts(context)).length} scripts`;
  } catch (error) {
    if (!(error instanceof ConnectorError) || !['forbidden', 'unsupported'].includes(error.kind)) throw error;
    warnings.push(`Scripts cannot be listed: ${error.message}`);
  }
  try {
    await findBoardOfAll(context);
  } catch (error) {
    if (!(error instanceof ConnectorError) || !['forbidden', 'unsupported'].includes(error.kind)) throw error;
    warnings.push(`Tickets cannot be used: ${error.message}`);
  }
  if (context.settings.mode === 'machine') {
    warnings.push(
      'Scripts cannot be run and tickets cannot be changed: NinjaOne wants a signed-in user for that (user_context_required).',
    );
  }
  const summary = `${organizations.size} organizations, ${new Set(devices.map((device) => device.id)).size} devices, ${scripts}`;
  return { ok: true, summary, warnings };
}
