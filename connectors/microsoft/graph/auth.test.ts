// What the form takes, and where each cloud's calls go.
import { expect, it } from 'vitest';
import { graphAuth } from './auth.ts';
import { cloudHosts, cloudNames } from './clouds.ts';

const ids = { tenant: '11111111-2222-3333-4444-55555555555A', clientId: '11111111-2222-3333-4444-555555555556' };

it('every cloud has a Graph and a sign-in of its own country', () => {
  expect(cloudNames.map(cloudHosts).map(({ graph, login }) => [graph, login])).toEqual([
    ['https://graph.microsoft.com', 'https://login.microsoftonline.com'],
    ['https://graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'],
    ['https://microsoftgraph.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
  ]);
});
it('a tenant is an id, in one spelling; names that stand for several tenants are refused', () => {
  expect(graphAuth.settings.parse(ids)).toMatchObject({ cloud: 'global', tenant: ids.tenant.toLowerCase() });
  for (const tenant of ['common', 'organizations', 'acme.example', '../x', '']) {
    expect(graphAuth.settings.safeParse({ ...ids, tenant }).success, tenant).toBe(false);
  }
});
it.each([
  'https://attacker.example',
  'http://10.0.0.1',
  'http://127.0.0.1/x',
  'http://127.0.0.1.attacker.example',
  'nowhere',
  '',
])('secrets go to Microsoft or to a sandbox on this machine, never to %s', (cloud) =>
  expect(graphAuth.settings.safeParse({ ...ids, cloud }).success).toBe(false),
);
