// session.link: the address of the host page that joins this session. Whoever opens it signs in to ScreenConnect as themselves.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { ScreenConnectContext } from '../auth.ts';
import { readSession } from '../sessions.ts';
import { nameOf } from '../transform.ts';

export async function linkSession(
  context: ScreenConnectContext,
  input: CapabilityInput<'session.link'>,
): Promise<CapabilityOutput<'session.link'>> {
  const session = await readSession(context, input.device);
  return {
    url: `${context.settings.instance}/Host#Access/All%20Machines//${session.SessionID}/Join`,
    name: nameOf(session),
  };
}
