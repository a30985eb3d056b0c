// A genuine web hook of the sandbox, registered through the connector and caught over real HTTP.
import type { RunningSubject } from '#connectors/sdk/testing/connector-contract.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { type CaughtDelivery, startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { tacticalRmm } from '../connector.ts';

export async function nextDelivery({
  sandbox,
  vendor,
}: Pick<RunningSubject, 'sandbox' | 'vendor'>): Promise<CaughtDelivery> {
  const receiver = await startWebhookReceiver();
  try {
    await tacticalRmm.triggers.webhook?.register?.(testContext(tacticalRmm, vendor.connection()), receiver.url);
    const device = sandbox.world.device('ACME-WS-014');
    if (!device) throw new Error('The sandbox has no ACME-WS-014.');
    sandbox.world.raiseAlert(device, 'process.crash');
    return await eventually(() => receiver.caught[0], 'the alert is pushed');
  } finally {
    await receiver.close();
  }
}
