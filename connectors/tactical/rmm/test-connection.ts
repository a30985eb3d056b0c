// Is this the API, is the key right? With live figures, and the version, because the API changes between releases.
import { z } from 'zod';
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { type TacticalContext, tactical } from './client.ts';
import { readScripts } from './scripts.ts';
import { agentShape } from './vendor-shapes.ts';

export async function testConnection(context: TacticalContext): Promise<ConnectionTest> {
  const version = await readVersion(context);
  const agents = await tactical.read(context, z.array(agentShape), { action: 'list agents', path: '/agents/' });
  const warnings: string[] = [];
  const scripts = await readScripts(context).catch((error: unknown) => {
    if (!(error instanceof ConnectorError) || error.kind !== 'forbidden') throw error;
    warnings.push("The role of the key's user may not list scripts: scripts cannot be run.");
    return null;
  });
  const online = agents.filter(({ status }) => status === 'online').length;
  const counted = scripts ? `, ${scripts.length} scripts` : '';
  return {
    ok: true,
    summary: `Tactical RMM ${version}: ${agents.length} agents, ${online} online${counted}.`,
    warnings,
  };
}

async function readVersion(context: TacticalContext): Promise<string> {
  try {
    return await tactical.read(context, z.string().min(1).max(40), {
      action: 'read the version',
      path: '/core/version/',
    });
  } catch (error) {
    const isElsewhere =
      error instanceof ConnectorError && ['bad-answer', 'not-found', 'unsupported', 'wrong-host'].includes(error.kind);
    if (!isElsewhere) throw error;
    throw new ConnectorError(
      'wrong-host',
      `${new URL(context.settings.host).host} does not answer like the API of Tactical RMM. It is api.<domain>, not the console (rmm.<domain>).`,
      { cause: error },
    );
  }
}
