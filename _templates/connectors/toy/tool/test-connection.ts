// "Test" of the connect wizard: live figures.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import type { ToyToolContext } from './auth.ts';
import { toyTool } from './client.ts';
import { pingShape } from './vendor-shapes.ts';

export async function testConnection(context: ToyToolContext): Promise<ConnectionTest> {
  const found = await toyTool.read(context, pingShape, { path: '/ping', action: 'sign in' });
  return { ok: true, summary: `${found.devices} devices, ${found.alerts} active alerts`, warnings: [] };
}
