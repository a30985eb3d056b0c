// A server that takes callbacks of the sandbox and keeps them as they came.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCallback {
  /** path and query that were called */
  address: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface CallbackReceiver {
  origin: string;
  /** to be registered */
  url: string;
  /** answers with this status; 202 unless told */
  status: number;
  /** waits until there are at least so many */
  received(count: number): Promise<ReceivedCallback[]>;
  close(): Promise<void>;
}

export async function startCallbackReceiver(): Promise<CallbackReceiver> {
  const got: ReceivedCallback[] = [];
  let waiting: { count: number; tell: (received: ReceivedCallback[]) => void }[] = [];
  const tellWaiting = () => {
    waiting = waiting.filter(({ count, tell }) => {
      if (got.length < count) return true;
      tell([...got]);
      return false;
    });
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    got.push({ address: request.url ?? '', headers, body: Buffer.concat(chunks) });
    response.writeHead(receiver.status).end();
    tellWaiting();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiver: CallbackReceiver = {
    origin,
    url: `${origin}/hook`,
    status: 202,
    received: (count) =>
      new Promise((tell) => {
        waiting.push({ count, tell });
        tellWaiting();
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}
