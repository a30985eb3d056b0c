// "Test" of the connect wizard: one look at all sessions, and what is missing to use them.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import type { ScreenConnectContext } from './auth.ts';
import { readMachines } from './sessions.ts';
import { companyOf, onlineOf } from './transform.ts';

export async function testConnection(context: ScreenConnectContext): Promise<ConnectionTest> {
  const { companyProperty } = context.settings;
  const sessions = await readMachines(context);
  const online = sessions.filter((session) => onlineOf(session) === true).length;
  const nameless = sessions.filter((session) => companyOf(session, companyProperty) === null).length;
  const warnings: string[] = [];
  if (sessions.length === 0) warnings.push('No machine with an agent is known to this ScreenConnect.');
  if (nameless > 0) {
    warnings.push(`${nameless} of ${sessions.length} machines name no company in custom property ${companyProperty}.`);
  }
  return { ok: true, summary: `${sessions.length} machines, ${online} connected`, warnings };
}
