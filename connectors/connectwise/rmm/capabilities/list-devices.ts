// device.list: the platform lists devices of at most four companies at a time, so a page of ours remembers behind which
// company it goes on, and where inside of those four.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AsioContext } from '../auth.ts';
import { uuidPart } from '../client.ts';
import { namesOf, readCompanies, readSites } from '../companies.ts';
import { toDevice } from '../device-transform.ts';
import { companiesAtOnce, type FoundDevice, largestPage, readDevicePage, readHeartbeats } from '../devices.ts';

/** companies without devices are passed over, so many at most in one call of ours */
const mostEmptyPages = 10;

export async function listDevices(
  context: AsioContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const companies = await readCompanies(context);
  const ids = input.client ? [uuidPart(input.client, 'company')] : companies.map(({ id }) => id);
  let at = readCursor(input.cursor);
  let devices: FoundDevice[] = [];
  let chunk: string[] = [];
  for (let page = 0; page < mostEmptyPages && at !== null && devices.length === 0; page++) {
    const { after, cursor }: Position = at;
    chunk = ids.filter((id) => id > after).slice(0, companiesAtOnce);
    if (chunk.length === 0) return { items: [], next: null };
    const answer = await readDevicePage(context, chunk, { cursor, limit: Math.min(input.limit, largestPage) });
    devices = answer.devices;
    at = answer.next === null ? behind(chunk, ids) : { after, cursor: answer.next };
  }
  const [sites, heartbeats] = devices.length
    ? await Promise.all([readSites(context), readHeartbeats(context, 'companies', chunk)])
    : [[], new Map()];
  const words = { companies: namesOf(companies), sites: namesOf(sites) };
  return {
    items: devices.map(({ id, row }) => toDevice(id, row, { ...words, heartbeat: heartbeats.get(id.endpoint) })),
    next: at === null ? null : `${at.after}|${at.cursor ?? ''}`,
  };
}

interface Position {
  /** the last company that is done */
  after: string;
  cursor: string | null;
}

function behind(chunk: string[], ids: string[]): Position | null {
  const last = chunk.at(-1);
  return last !== undefined && ids.some((id) => id > last) ? { after: last, cursor: null } : null;
}

/** @throws ConnectorError `invalid-input` */
function readCursor(cursor: string | null | undefined): Position | null {
  const found = /^([0-9a-f-]{0,36})\|(\d{0,9})$/i.exec(cursor ?? '|');
  if (!found) throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
  return { after: found[1] ?? '', cursor: found[2] || null };
}
