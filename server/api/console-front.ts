// What a request meets before the web framework does: an address that can be believed, a body that has an end, and over
// https the word that it is https only. The framework itself reads bodies of any length, before anybody is known.
import type { RequestListener } from 'node:http';
import { trustFront } from './client-address.ts';

/** More than any form or call of the console needs; tRPC's own bound is below it. */
export const maxConsoleBodyBytes = 2 * 1_048_576;

export interface ConsoleFrontOptions {
  next: RequestListener;
  trustedProxies: number;
  /** browsers reach us over https: they are told never to try anything else */
  isHttps: boolean;
}

export function makeConsoleFront({ next, trustedProxies, isHttps }: ConsoleFrontOptions): RequestListener {
  return (request, response) => {
    trustFront(request.headers, request.socket.remoteAddress, trustedProxies);
    if (isHttps) response.setHeader('strict-transport-security', 'max-age=31536000');
    const refusal = refusalOf(request.headers);
    if (!refusal) return next(request, response);
    // what was not read is not read on: the connection ends with the answer
    response.writeHead(refusal.status, { 'content-type': 'text/plain', connection: 'close' });
    response.end(refusal.text);
  };
}

function refusalOf(headers: Parameters<RequestListener>[0]['headers']): { status: number; text: string } | null {
  if (headers['transfer-encoding'] !== undefined) return { status: 411, text: 'Length required' };
  if (Number(headers['content-length'] ?? 0) > maxConsoleBodyBytes) return { status: 413, text: 'Too large' };
  return null;
}
