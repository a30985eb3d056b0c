// Makes the two URL actions; that alert templates call them is for a person to choose.
import { z } from 'zod';
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import type { TacticalSecrets, TacticalSettings } from '../auth.ts';
import { tactical } from '../client.ts';
import { urlActionShape } from '../vendor-shapes.ts';

type Context = ConnectorContext<TacticalSettings, TacticalSecrets>;

export const secretHeader = 'x-mspclaw-webhook-secret';
/** names hold 25 letters */
export const urlActions = {
  failure: { name: 'MSPclaw alert raised', event: 'failure' },
  resolved: { name: 'MSPclaw alert resolved', event: 'resolved' },
} as const;

/** Safe to repeat: actions of these names are written over. */
export async function registerWebhook(context: Context, url: string): Promise<Record<string, never>> {
  const known = await readActions(context);
  for (const { name, event } of Object.values(urlActions)) {
    const before = known.find((row) => row.name === name);
    await tactical.call(context, {
      action: `register the web hook "${name}"`,
      method: before ? 'PUT' : 'POST',
      path: before ? `/core/urlaction/${before.id}/` : '/core/urlaction/',
      json: {
        name,
        desc: 'Tells MSPclaw about alerts',
        action_type: 'rest',
        rest_method: 'post',
        pattern: url,
        rest_headers: JSON.stringify({
          'content-type': 'application/json',
          [secretHeader]: context.secrets.webhookSecret,
        }),
        rest_body: JSON.stringify({ event, alert_id: '{{alert.id}}', agent_id: '{{agent.agent_id}}' }),
      },
    });
  }
  return {};
}

export async function checkWebhook(
  context: Context,
  url: string,
): Promise<{ isActive: true } | { isActive: false; why: string }> {
  const known = await readActions(context);
  const missing = Object.values(urlActions).filter(
    ({ name }) => !known.some((row) => row.name === name && row.pattern === url),
  );
  if (missing.length === 0) return { isActive: true };
  return {
    isActive: false,
    why: `Tactical has no web hook ${missing.map(({ name }) => `"${name}"`).join(' and ')} for this address.`,
  };
}

const readActions = (context: Context) =>
  tactical.read(context, z.array(urlActionShape), { action: 'list the web hooks', path: '/core/urlaction/' });
