// The road to Autotask: the zone of the day, three headers, and one lane per kind of record.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { createVendorRoad, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { refusalOf } from './answer-error.ts';
import type { AutotaskContext } from './auth.ts';
import { findZone, forgetZone, knownZone } from './zone.ts';

export interface AutotaskCall extends Omit<VendorCall, 'lane'> {
  /** "/Tickets/7/Notes": its first part is the kind of record that Autotask counts threads by */
  path: `/${string}`;
}

const road = createVendorRoad<AutotaskContext>({
  vendor: 'Autotask',
  base: findZone,
  headers: ({ settings, secrets }) => ({
    apiintegrationcode: secrets.integrationCode,
    username: settings.userName,
    secret: secrets.secret,
  }),
  renew: forgetZone,
  refusal: refusalOf,
});

/** @throws ConnectorError */
export async function callAutotask(context: AutotaskContext, call: AutotaskCall): Promise<VendorResponse> {
  const sent: VendorCall = { ...call, lane: call.path.split(/[/?]/)[1] ?? '' };
  try {
    return await road.call(context, sent);
  } catch (error) {
    const isChange = call.mutates ?? (call.method ?? 'GET') !== 'GET';
    if (!isUnreachable(error)) throw error;
    // a zone that went away: asked for once more, and only a read goes again, only to another zone
    const before = await knownZone(context, error);
    await forgetZone(context);
    if (isChange || (await findZone(context)) === before) throw error;
    return road.call(context, sent);
  }
}

/** The same, fitted to a shape. @throws ConnectorError `bad-answer` */
export async function readAutotask<T extends z.ZodType>(
  context: AutotaskContext,
  shape: T,
  call: AutotaskCall,
): Promise<z.output<T>> {
  const response = await callAutotask(context, call);
  return road.toShape(shape, response.json, call, call.mutates ?? (call.method ?? 'GET') !== 'GET');
}

export const { toShape } = road;

const isUnreachable = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && error.status === undefined && ['unavailable', 'wrong-host'].includes(error.kind);
