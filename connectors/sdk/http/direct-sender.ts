// SendToVendor over the global fetch, without the bus's guards: for contract suites, sandboxes and trying out a
// connector. Same bounds on time and size, same refusal to follow redirects. Production goes through the bus.
import { ConnectorError } from '../errors.ts';
import type { SendToVendor } from '../http-port.ts';
import { decodeVendorResponse } from './decode-vendor-response.ts';
import { encodeVendorRequest } from './encode-vendor-request.ts';
import { transportError } from './transport-error.ts';

export interface DirectSenderOptions {
  timeoutMs?: number;
  maxResponseBytes?: number;
  signal?: AbortSignal;
}

export function createDirectSender(options: DirectSenderOptions = {}): SendToVendor {
  const maxResponseBytes = options.maxResponseBytes ?? 8_000_000;
  return async (request) => {
    const { url, method, headers, body } = encodeVendorRequest(request);
    const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? 15_000;
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline;
    const host = URL.canParse(url) ? new URL(url).host : 'The address';
    try {
      const sent: RequestInit = { method, headers, redirect: 'manual', signal };
      if (body) sent.body = Buffer.from(body);
      const response = await fetch(url, sent);
      const bytes = await readBounded(response, maxResponseBytes, request.mutates);
      return decodeVendorResponse(response.status, response.headers, bytes);
    } catch (error) {
      throw transportError(error, { host, mutates: request.mutates, timedOut: deadline.aborted, timeoutMs });
    }
  };
}

async function readBounded(response: Response, maxBytes: number, mutates: boolean): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new ConnectorError('bad-answer', `The vendor's answer is larger than ${maxBytes} bytes.`, {
        status: response.status,
        maybeApplied: mutates,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
