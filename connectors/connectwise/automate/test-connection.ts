// "Test" of the connect wizard: signs in, counts, and names what the user class is not enough for. Automate hides what a user
// class does not reach: the answer is an empty list, not a refusal.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutomateContext } from './auth.ts';
import { computerList } from './capabilities/list-devices.ts';
import { wholeList } from './client.ts';
import { computerScripts } from './scripts.ts';
import { clientShape } from './vendor-shapes.ts';

const hidden = 'Automate hides what the user class does not reach, without saying so: check its client permissions.';

export async function testConnection(context: AutomateContext): Promise<ConnectionTest> {
  const clients = await wholeList(context, { shape: clientShape, path: '/Clients', action: 'list the clients' });
  const computers = await wholeList(context, { ...computerList(), includefields: ['Id'] });
  const warnings: string[] = [];
  if (clients.length === 0) warnings.push(`No client is shown. ${hidden}`);
  else if (computers.length === 0) warnings.push(`No computer is shown. ${hidden}`);
  let scripts = 'scripts not readable';
  try {
    const { length } = await computerScripts(context);
    scripts = `${length} scripts`;
    if (length === 0) warnings.push(`No script is shown. ${hidden}`);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'forbidden') throw error;
    warnings.push(`Scripts cannot be listed: ${error.message}`);
  }
  return { ok: true, summary: `${clients.length} clients, ${computers.length} computers, ${scripts}`, warnings };
}
