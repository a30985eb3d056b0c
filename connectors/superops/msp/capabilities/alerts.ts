// alert.list, alert.read, alert.resolve. There is no call for one alert and no filter everybody vouches for: what a
// filter gives is looked at again, and where it is refused the list is walked, newest first.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { isResolved, toAlert } from '../asset-transform.ts';
import type { SuperopsContext } from '../auth.ts';
import { superops } from '../client.ts';
import { alertList, alertsOfAsset } from '../collections.ts';
import { fetchPage, firstThatWorks, isRefused, listWhole, walkList } from '../lists.ts';
import type { SuperopsAlert } from '../vendor-shapes.ts';

const newestFirst = { attribute: 'createdTime', order: 'DESC' as const };
const maxPages = 100;

export async function listAlerts(
  context: SuperopsContext,
  input: CapabilityInput<'alert.list'>,
): Promise<CapabilityOutput<'alert.list'>> {
  const all = input.device ? alertsOfAsset(input.device) : alertList;
  const unresolved = { attribute: 'status', operator: 'notIncludes', value: ['Resolved'] };
  const rows = await firstThatWorks([
    () => listWhole(context, { ...all, sort: newestFirst, condition: unresolved }, maxPages),
    () => listWhole(context, { ...all, sort: newestFirst }, maxPages),
  ]);
  return { items: rows.filter((row) => !isResolved(row)).map(toAlert) };
}

export const readAlert = async (
  context: SuperopsContext,
  input: CapabilityInput<'alert.read'>,
): Promise<CapabilityOutput<'alert.read'>> => toAlert(await findAlert(context, input.alert));

export async function resolveAlert(
  context: SuperopsContext,
  input: CapabilityInput<'alert.resolve'>,
): Promise<CapabilityOutput<'alert.resolve'>> {
  const shape = z.object({ resolveAlerts: z.boolean().nullable() });
  const { resolveAlerts } = await superops.ask(context, shape, {
    action: 'resolve the alert',
    document: 'mutation ($input: [ResolveAlertInput]) { resolveAlerts(input: $input) }',
    variables: { input: [{ id: input.alert }] },
  });
  if (resolveAlerts === true) return { alert: input.alert, isActive: false };
  // "false" says nothing about why
  return { alert: input.alert, isActive: !isResolved(await findAlert(context, input.alert)) };
}

async function findAlert(context: SuperopsContext, id: string): Promise<SuperopsAlert> {
  const filtered = await fetchPage(
    context,
    { ...alertList, condition: { attribute: 'id', operator: 'is', value: id } },
    1,
    10,
  ).catch((error: unknown) => {
    if (isRefused(error)) return null;
    throw error;
  });
  const direct = filtered?.items.find((row) => row.id === id);
  if (direct) return direct;
  // rows of other ids: the filter was not understood; none at all: it was, and there is no such alert
  if (filtered === null || filtered.items.length > 0) {
    for await (const rows of walkList(context, { ...alertList, sort: newestFirst }, maxPages)) {
      const found = rows.find((row) => row.id === id);
      if (found) return found;
    }
  }
  throw new ConnectorError('not-found', `SuperOps knows no alert with the id "${id.slice(0, 40)}".`);
}
