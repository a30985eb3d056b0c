// A genuine webhook of the sandbox, registered through the connector and caught over real HTTP.
import type { RunningSubject } from '#connectors/sdk/testing/connector-contract.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { type CaughtDelivery, startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { kaseyaBms } from '../connector.ts';
import type { BmsQuirks, BmsState } from '../sandbox/bms-state.ts';
import { freshTicket } from './bms-bed.ts';

export async function nextDelivery(
  { sandbox, vendor }: Pick<RunningSubject, 'sandbox' | 'vendor'>,
  signature: BmsQuirks['signature'],
): Promise<CaughtDelivery> {
  const receiver = await startWebhookReceiver();
  try {
    (vendor.dialectState() as BmsState).quirks.signature = signature;
    await kaseyaBms.triggers.webhook?.register?.(testContext(kaseyaBms, vendor.connection()), receiver.url);
    freshTicket(sandbox.world);
    return await eventually(() => receiver.caught[0], 'the ticket is pushed');
  } finally {
    await receiver.close();
  }
}
