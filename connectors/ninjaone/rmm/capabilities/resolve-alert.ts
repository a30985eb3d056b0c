// alert.resolve: resets the alert; our tag and reason stay in the activity. A condition that still holds fires again,
// as a new alert. Resetting what is already clear is no error.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { MutationTag } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { NinjaContext } from '../auth.ts';
import { ninja } from '../client.ts';
import { readAlert } from './read-alert.ts';

export async function resolveAlert(
  context: NinjaContext,
  input: CapabilityInput<'alert.resolve'>,
  { tag }: MutationTag,
): Promise<CapabilityOutput<'alert.resolve'>> {
  const { isActive } = await readAlert(context, { alert: input.alert });
  if (isActive) await reset(context, input, tag);
  return { alert: input.alert, isActive: false };
}

async function reset(context: NinjaContext, input: CapabilityInput<'alert.resolve'>, tag: string): Promise<void> {
  try {
    await ninja.call(context, {
      method: 'POST',
      path: `/v2/alert/${input.alert}/reset`,
      json: { source: 'MSPclaw', tag, reason: input.reason },
      action: 'reset the alert',
    });
  } catch (error) {
    // it cleared by itself between our look and our call
    if (!(error instanceof ConnectorError) || error.kind !== 'not-found') throw error;
  }
}
