// Devices of up to four companies at a time, as the platform lists them: grouped by company and site, a page at a time by the
// cursor of its Link header. Where a group lacks its site, the sites of the company are asked one by one.

import { ConnectorError } from '#connectors/sdk/errors.ts';
import { nextOfLinkHeader } from '#connectors/sdk/http/paging.ts';
import type { AsioContext } from './auth.ts';
import { road } from './client.ts';
import { readSites } from './companies.ts';
import type { DeviceId } from './device-id.ts';
import { type EndpointRow, endpointFieldNames, endpointListShape, heartbeatShape } from './vendor-shapes.ts';

export const companiesAtOnce = 4;
export const largestPage = 500;
const mostPagesOfSite = 40;

export interface FoundDevice {
  id: DeviceId;
  row: EndpointRow;
}

type Resources = { resourceType: 'company' | 'site'; resources: string[] };

export async function readDevicePage(
  context: AsioContext,
  companies: string[],
  page: { cursor: string | null; limit: number },
): Promise<{ devices: FoundDevice[]; next: string | null }> {
  const { groups, next } = await readGroups(context, { resourceType: 'company', resources: companies }, page);
  const devices: FoundDevice[] = [];
  const sites = new Map<string, Promise<Map<string, string>>>();
  for (const group of groups) {
    const company = group.companyID ?? group.companyId ?? (companies.length === 1 ? companies[0] : undefined);
    if (!company) throw new ConnectorError('bad-answer', 'ConnectWise lists devices without saying of which company.');
    for (const row of group.endpoints ?? []) {
      const endpoint = row.endpointID ?? row.endpointId;
      if (!endpoint) continue;
      const known = group.siteID ?? group.siteId;
      if (!known && !sites.has(company)) sites.set(company, sitesOfEndpoints(context, company));
      const site = known ?? (await sites.get(company))?.get(endpoint);
      // enrolled between the two questions: the next listing has it
      if (site) devices.push({ id: { company, site, endpoint }, row });
    }
  }
  return { devices, next };
}

async function readGroups(context: AsioContext, of: Resources, page: { cursor: string | null; limit: number }) {
  const call = {
    method: 'POST' as const,
    path: '/api/platform/v2/device/categories/platform/endpoints',
    query: {
      limit: page.limit,
      cursor: page.cursor,
      // at most 15 names, and without any only the least comes
      field: endpointFieldNames.join(','),
      sortBy: 'createdAt asc',
    },
    json: of,
    action: 'list the devices',
    mutates: false,
  };
  try {
    const response = await road.call(context, call);
    const { platform } = road.toShape(endpointListShape, response.json, call);
    const link = nextOfLinkHeader(response.headers.link);
    return { groups: platform ?? [], next: link === null ? null : cursorOf(link) };
  } catch (error) {
    // no devices, or a page behind the last one
    if (error instanceof ConnectorError && error.kind === 'not-found') return { groups: [], next: null };
    throw error;
  }
}

/** Only the cursor of the address is used, whatever host it names. @throws ConnectorError `bad-answer` */
function cursorOf(link: string): string {
  const cursor = /[?&]cursor=(\d{1,9})(?:&|$)/.exec(link)?.[1];
  if (cursor !== undefined) return cursor;
  throw new ConnectorError('bad-answer', 'ConnectWise names a next page without saying where it begins.');
}

async function sitesOfEndpoints(context: AsioContext, company: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const site of await readSites(context, company)) {
    let cursor: string | null = null;
    for (let page = 0; page < mostPagesOfSite; page++) {
      const answer = await readGroups(
        context,
        { resourceType: 'site', resources: [site.id] },
        { cursor, limit: largestPage },
      );
      for (const row of answer.groups.flatMap((group) => group.endpoints ?? [])) {
        const endpoint = row.endpointID ?? row.endpointId;
        if (endpoint) found.set(endpoint, site.id);
      }
      cursor = answer.next;
      if (cursor === null) break;
    }
  }
  return found;
}

export interface Heartbeat {
  isOnline: boolean | null;
  at: string | null;
}

/** By endpoint; who is missing is not known. */
export async function readHeartbeats(
  context: AsioContext,
  resourceType: 'endpoints' | 'companies',
  resources: readonly string[],
): Promise<Map<string, Heartbeat>> {
  if (resources.length === 0) return new Map();
  const answer = await road.readIfThere(context, heartbeatShape, {
    path: '/api/platform/v2/device/endpoints/heartbeat',
    query: { resourceType, resources: resources.join(',') },
    action: 'ask which devices are online',
  });
  const beats = (answer?.successfulRecords ?? []).flatMap((record) => record.endpoints ?? []);
  return new Map(
    beats.flatMap((beat) => {
      const endpoint = beat.EndpointID ?? beat.endpointId;
      return endpoint ? [[endpoint, { isOnline: beat.Availability ?? null, at: beat.DcDateTimeUTC ?? null }]] : [];
    }),
  );
}
