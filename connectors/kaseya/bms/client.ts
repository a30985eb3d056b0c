// One call to the API of Kaseya BMS (v2): address, token, envelope. Searches are POSTs that read.
import { z } from 'zod';
import { ConnectorError, type ConnectorErrorKind } from '#connectors/sdk/errors.ts';
import { createVendorRoad, type QueryValue, type Refusal, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { envelopeOf, kindOfRefusal, sentenceOf } from './envelope.ts';
import { type BmsContext, session } from './session.ts';

export type { BmsContext } from './session.ts';

const bms = createVendorRoad<BmsContext>({
  vendor: 'Kaseya BMS',
  base: ({ settings }) => `${settings.host}/v2`,
  headers: async (context) => ({ authorization: `Bearer ${await session.accessToken(context)}` }),
  renew: session.drop,
  refusal,
});

function refusal(response: VendorResponse): Refusal | undefined {
  const envelope = envelopeOf(response);
  const isRefused = response.status >= 400 || envelope?.Success === false;
  if (!isRefused) return undefined;
  const kind: { kind?: ConnectorErrorKind } =
    response.status < 400 && envelope ? { kind: kindOfRefusal(envelope) } : {};
  const said = envelope ? sentenceOf(envelope) : '';
  return {
    ...kind,
    ...(said ? { said } : {}),
    // said in an answer that came in order: nothing was done, unless it is a breakdown inside
    ...(response.status < 400 ? { maybeApplied: kind.kind === 'unavailable' } : {}),
  };
}

interface Listed<T> {
  rows: T[];
  /** of all pages, where BMS tells it */
  total: number | null;
  answeredAt: Date;
}

export async function readBms<T extends z.ZodType>(
  context: BmsContext,
  shape: T,
  call: VendorCall,
): Promise<z.output<T>> {
  const { envelope, mutates } = await envelopeFrom(context, call);
  return bms.toShape(shape, envelope.Result, call, mutates);
}

/** The same, or null when there is no result: a record that is not there, or a change that answers nothing. */
export async function readResultOrNull<T extends z.ZodType>(
  context: BmsContext,
  shape: T,
  call: VendorCall,
): Promise<z.output<T> | null> {
  const { envelope, mutates } = await envelopeFrom(context, call);
  return envelope.Result === null || envelope.Result === undefined
    ? null
    : bms.toShape(shape, envelope.Result, call, mutates);
}

export async function listBms<T extends z.ZodType>(
  context: BmsContext,
  shape: T,
  call: VendorCall,
): Promise<Listed<z.output<T>>> {
  const { envelope, answeredAt } = await envelopeFrom(context, call);
  const rows = bms.toShape(z.array(shape), envelope.Result ?? [], call);
  return { rows, total: envelope.TotalRecords ?? null, answeredAt };
}

/** A change whose answer has no documented shape. */
export async function sendBms(context: BmsContext, call: VendorCall): Promise<void> {
  await bms.call(context, call);
}

/** The small lists of the setup. */
export const lookUp = async <T extends z.ZodType>(
  context: BmsContext,
  shape: T,
  call: { path: string; action: string; query?: Record<string, QueryValue> },
): Promise<z.output<T>[]> => (await listBms(context, shape, call)).rows;

async function envelopeFrom(context: BmsContext, call: VendorCall) {
  const response = await bms.call(context, call);
  const mutates = call.mutates ?? (call.method ?? 'GET') !== 'GET';
  const envelope = envelopeOf(response);
  if (envelope) return { envelope, mutates, answeredAt: vendorTime(response, context.now()) };
  throw new ConnectorError(
    'bad-answer',
    `Kaseya BMS answered to "${call.action}" with something else than its usual envelope.`,
    {
      status: response.status,
      maybeApplied: mutates,
      detail: { path: call.path },
    },
  );
}
