// device.list: entity paging by the last id. NinjaOne gives no "next": a short page is the end.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NinjaContext } from '../auth.ts';
import { readList } from '../client.ts';
import { toDevice } from '../device-transform.ts';
import { organizationNames } from '../organizations.ts';
import { deviceShape } from '../vendor-shapes.ts';

export async function listDevices(
  context: NinjaContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const [rows, organizations] = await Promise.all([
    readList(context, z.array(deviceShape), {
      path: '/v2/devices-detailed',
      query: {
        df: input.client ? `org = ${numberPart(input.client, 'organization')}` : undefined,
        pageSize: input.limit,
        after: input.cursor ? numberPart(input.cursor, 'device') : undefined,
      },
      action: 'list the devices',
    }),
    organizationNames(context),
  ]);
  const items = [...new Map(rows.map((row) => [row.id, row])).values()].map((row) => toDevice(row, organizations));
  const last = rows.at(-1);
  return { items, next: rows.length < input.limit || !last ? null : String(last.id) };
}
