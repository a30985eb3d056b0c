// A genuine webhook of the sandbox, registered through the connector and caught over real HTTP.
import type { RunningSubject } from '#connectors/sdk/testing/connector-contract.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { type CaughtDelivery, startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { ninjaoneRmm } from '../connector.ts';

/** Raises an alert and gives the delivery that follows. */
export async function nextDelivery({ sandbox, vendor, connection }: RunningSubject): Promise<CaughtDelivery> {
  const receiver = await startWebhookReceiver();
  try {
    // the secret is the connection's; the credentials are fresh, for a refresh token works once
    const { settings, secrets } = vendor.connection();
    const { webhookSecret } = connection.secrets as { webhookSecret: string };
    const on = testContext(ninjaoneRmm, { settings, secrets: { ...(secrets as object), webhookSecret } });
    await ninjaoneRmm.triggers.webhook?.register?.(on, receiver.url);
    const device = sandbox.world.device('ACME-WS-014');
    if (!device) throw new Error('The sandbox has no ACME-WS-014.');
    sandbox.world.raiseAlert(device, 'process.crash');
    return await eventually(() => receiver.caught[0], 'the alert is pushed');
  } finally {
    await receiver.close();
  }
}
