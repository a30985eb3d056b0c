// "Test" of the connect wizard: signs in, counts, and names what the app is not allowed, in Microsoft's words.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { GraphContext } from './auth.ts';
import { readGraph } from './client.ts';
import { readOrganizations } from './organization.ts';
import { readSkus } from './skus.ts';
import { managedDeviceShape, pageShape, signInShape, userShape } from './vendor-shapes.ts';

export async function testConnection(context: GraphContext): Promise<ConnectionTest> {
  const [organization] = await readOrganizations(context);
  const users = await readGraph(context, pageShape(userShape), {
    action: 'count the users',
    path: '/users',
    select: ['id', 'displayName', 'userPrincipalName'],
    query: { $top: 1, $count: 'true' },
    isEventual: true,
  });
  const warnings: string[] = [];
  const probe = async (what: string, ask: () => Promise<string>): Promise<string[]> => {
    try {
      return [await ask()];
    } catch (error) {
      const isMissing = error instanceof ConnectorError && ['forbidden', 'unsupported'].includes(error.kind);
      if (!isMissing) throw error;
      warnings.push(`${what}: ${error.message}`);
      return [];
    }
  };
  const parts = [
    ...(await probe(
      'Licences (LicenseAssignment.Read.All)',
      async () => `${(await readSkus(context)).length} licences`,
    )),
    ...(await probe('Devices (DeviceManagementManagedDevices.Read.All)', async () => {
      await readGraph(context, pageShape(managedDeviceShape), {
        action: 'list the devices',
        path: '/deviceManagement/managedDevices',
        select: ['id', 'deviceName'],
        query: { $top: 1 },
      });
      return 'devices of Intune';
    })),
    ...(await probe('Sign-ins (AuditLog.Read.All)', async () => {
      await readGraph(context, pageShape(signInShape), {
        action: 'read the sign-ins',
        path: '/auditLogs/signIns',
        select: ['id', 'createdDateTime'],
        query: { $top: 1 },
        lane: 'sign-ins',
      });
      return 'sign-ins';
    })),
  ];
  const name = organization?.displayName ?? context.settings.tenant;
  const count = users['@odata.count'] ?? users.value.length;
  return { ok: true, summary: `${name}: ${[`${count} users`, ...parts].join(', ')}`, warnings };
}
