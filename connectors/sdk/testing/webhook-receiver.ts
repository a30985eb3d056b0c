// A real HTTP server that catches what a sandbox pushes, for webhook tests.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CaughtDelivery {
  /** with the query, which some vendors add to */
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface WebhookReceiver {
  url: string;
  caught: CaughtDelivery[];
  /** statuses for the next deliveries; 202 when there are none left */
  answers: number[];
  close(): Promise<void>;
}

export async function startWebhookReceiver(path = '/hooks/test'): Promise<WebhookReceiver> {
  const caught: CaughtDelivery[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    caught.push({ url: request.url ?? '', headers, body: new Uint8Array(Buffer.concat(chunks)) });
    response.writeHead(answers.shift() ?? 202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    caught,
    answers,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const bodyOf = (delivery: Pick<CaughtDelivery, 'body'>): unknown =>
  JSON.parse(new TextDecoder().decode(delivery.body));
