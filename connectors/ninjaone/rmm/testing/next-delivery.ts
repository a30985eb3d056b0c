// A genuine webhook of the sandbox: registered through the connector, caught by a real HTTP server.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningSubject } from '#connectors/sdk/testing/connector-contract.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { ninjaoneRmm } from '../connector.ts';

export interface CaughtDelivery {
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Raises an alert and gives the delivery that follows. */
export async function nextDelivery({ sandbox, vendor, connection }: RunningSubject): Promise<CaughtDelivery> {
  const caught = Promise.withResolvers<CaughtDelivery>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(202).end();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    caught.resolve({ headers, body: new Uint8Array(Buffer.concat(chunks)) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/ninjaone`;
    // the secret is the connection's; the credentials are fresh, for a refresh token works once
    const { settings, secrets } = vendor.connection();
    const { webhookSecret } = connection.secrets as { webhookSecret: string };
    const on = testContext(ninjaoneRmm, { settings, secrets: { ...(secrets as object), webhookSecret } });
    await ninjaoneRmm.triggers.webhook?.register?.(on, url);
    const device = sandbox.world.device('ACME-WS-014');
    if (!device) throw new Error('The sandbox has no ACME-WS-014.');
    sandbox.world.raiseAlert(device, 'process.crash');
    return await caught.promise;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
