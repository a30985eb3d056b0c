// "Test" of the connect wizard: the zone, the key, what is there, how much of the hour is used, and what the user may not do.
import { z } from 'zod';
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import type { AutotaskContext } from './auth.ts';
import { readAutotask } from './client.ts';
import { countAll } from './entity-query.ts';
import { isActive, labelOf, picklist } from './picklists.ts';
import { listStatuses } from './ticket-lists.ts';
import { thresholdShape } from './vendor-shapes.ts';

const accessShape = z.object({
  info: z.object({ userAccessForCreate: z.unknown(), userAccessForUpdate: z.unknown() }).partial(),
});
const needed = [
  { entity: 'Tickets', right: 'userAccessForCreate', words: 'create tickets' },
  { entity: 'Tickets', right: 'userAccessForUpdate', words: 'change tickets' },
  { entity: 'TicketNotes', right: 'userAccessForCreate', words: 'write notes' },
  { entity: 'TimeEntries', right: 'userAccessForCreate', words: 'add time' },
  {
    entity: 'TicketWebhooks',
    right: 'userAccessForCreate',
    words: 'register webhooks (security level: "can create webhooks")',
  },
] as const;

export async function testConnection(context: AutotaskContext): Promise<ConnectionTest> {
  const usage = await readAutotask(context, thresholdShape, {
    path: '/ThresholdInformation',
    action: 'read the request threshold',
  });
  const companies = await countAll(context, 'Companies');
  const queues = (await picklist(context, 'Tickets', 'queueID')).filter(isActive);
  const statuses = await listStatuses(context);
  const warnings = await missingRights(context);
  if (context.settings.defaultQueue === null && !queues.some((queue) => queue.isDefaultValue)) {
    const known = queues.slice(0, 20).map((queue) => `${queue.value} = ${labelOf(queue)}`);
    warnings.push(`New tickets without a board need a queue for new tickets in this connection: ${known.join(', ')}.`);
  }
  const used = `${usage.currentTimeframeRequestCount ?? '?'} of ${usage.externalRequestThreshold ?? '?'} requests used`;
  const summary = `${companies} companies, ${queues.length} queues, ${statuses.length} statuses; ${used} by all integrations in the last ${usage.requestThresholdTimeframe ?? 60} minutes`;
  return { ok: true, summary, warnings };
}

async function missingRights(context: AutotaskContext): Promise<string[]> {
  const warnings: string[] = [];
  const known = new Map<string, z.output<typeof accessShape>['info']>();
  for (const { entity, right, words } of needed) {
    const info =
      known.get(entity) ??
      (
        await readAutotask(context, accessShape, {
          path: `/${entity}/entityInformation`,
          action: `read what this user may do with ${entity}`,
        })
      ).info;
    known.set(entity, info);
    if (info[right] === 'None') warnings.push(`This API user may not ${words}.`);
  }
  return warnings;
}
