// "Test" of the connect wizard: signs in, counts, and says how much of the account's allowance is used by everybody.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import type { DattoContext } from './auth.ts';
import { datto } from './client.ts';
import { listComponents } from './components.ts';
import { accountShape, requestRateShape } from './vendor-shapes.ts';

export async function testConnection(context: DattoContext): Promise<ConnectionTest> {
  const account = await datto.read(context, accountShape, { path: '/v2/account', action: 'read the account' });
  const components = await listComponents(context);
  const rate = await datto.read(context, requestRateShape, {
    path: '/v2/system/request_rate',
    action: 'read the request rate',
  });
  const warnings: string[] = [];
  if (components.length === 0) {
    warnings.push(
      'This user sees no component: scripts cannot be run. Raise its component level, or favourite components.',
    );
  }
  const { accountCount, accountRateLimit } = rate;
  const share = accountCount && accountRateLimit ? accountCount / accountRateLimit : 0;
  if (share > (rate.accountCutOffRatio ?? 0.9)) {
    warnings.push('Other integrations use nearly all requests of this account: Datto RMM will refuse some of ours.');
  }
  const devices = account.devicesStatus;
  const summary = `${account.name ?? 'The account'}: ${devices?.numberOfDevices ?? '?'} devices (${devices?.numberOfOnlineDevices ?? '?'} online), ${components.length} components; ${accountCount ?? '?'} of ${accountRateLimit ?? '?'} requests used by all integrations within ${rate.slidingTimeWindowSizeSeconds ?? 60} s`;
  return { ok: true, summary, warnings };
}
