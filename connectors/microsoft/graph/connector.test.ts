// Microsoft Graph keeps the connector contract, against its sandbox over real HTTP.
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { microsoftGraph } from './connector.ts';
import { graphSandbox } from './sandbox/graph-sandbox.ts';
import { connectionOf } from './testing/graph-bed.ts';

const nobody = '0e000000-0000-4000-8000-00000000dead';
const tenantOf = ({ sandbox }: RunningSubject) => sandbox.world.state.directories[0]?.uid;
/** the user by the local part of the sign-in name, at the first client */
const of = (mail: string) => (running: RunningSubject) => ({ client: tenantOf(running), user: `${mail}@acme.example` });
const group = ({ sandbox }: RunningSubject) => sandbox.world.state.groups.find(({ name }) => name === 'VPN Users')?.uid;
const license = ({ sandbox }: RunningSubject) =>
  sandbox.world.state.licenses.find(({ partNumber }) => partNumber === 'SPB')?.uid;
const tenant = (running: RunningSubject) => ({ client: tenantOf(running) });

testConnectorContract({
  connector: microsoftGraph,
  dialect: graphSandbox,
  folder: import.meta.dirname,
  isShort: ['client.list'],
  inputs: {
    'client.list': () => ({}),
    'device.list': () => ({}),
    'device.status': ({ sandbox }) => ({ device: sandbox.world.device('ACME-DC01')?.uid }),
    'user.search': tenant,
    'user.read': of('dana.whitfield'),
    'user.groups': of('dana.whitfield'),
    'user.signins': of('dana.whitfield'),
    'user.disable': of('dana.whitfield2'),
    'user.enable': of('mia.torres'),
    'user.sessions.revoke': of('dana.whitfield'),
    'user.password.reset': of('dana.whitfield2'),
    'group.list': tenant,
    'group.member.add': (running) => ({ ...of('dana.whitfield2')(running), group: group(running) }),
    'group.member.remove': (running) => ({ ...of('dana.whitfield')(running), group: group(running) }),
    'license.list': tenant,
    'user.license.assign': (running) => ({ ...of('dana.whitfield2')(running), license: license(running) }),
    'user.license.remove': (running) => ({ ...of('dana.whitfield')(running), license: license(running) }),
  },
  missing: { 'device.status': { device: nobody } },
  wrong: [
    {
      what: 'a wrong secret is a wrong key',
      connection: ({ vendor }) => connectionOf(vendor, { secrets: { clientSecret: 'not-the-right-secret' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a secret that has ended',
      connection: ({ vendor }) => connectionOf(vendor, { app: 'expired' }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'an app the tenant does not know',
      connection: ({ vendor }) => connectionOf(vendor, { settings: { clientId: nobody } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'an app nobody has consented to',
      connection: ({ vendor }) => connectionOf(vendor, { app: 'unconsented' }),
      kinds: ['forbidden'],
    },
    {
      what: 'an app that a policy keeps out',
      connection: ({ vendor }) => connectionOf(vendor, { app: 'blocked' }),
      kinds: ['forbidden'],
    },
    {
      what: 'a tenant that is not in this cloud',
      connection: ({ vendor }) => connectionOf(vendor, { settings: { tenant: nobody } }),
      kinds: ['wrong-host'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) => connectionOf(vendor, { app: 'reader' }),
    capability: 'user.disable',
  },
});
