// Every request we send and every answer our sandbox gives, held against Microsoft's own document of Graph v1.0 (an excerpt).
import { expect, it } from 'vitest';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { microsoftGraph } from './connector.ts';
import { openGraphBed } from './testing/graph-bed.ts';

const bed = openGraphBed();
/** the document wants a type on every object; the service leaves it out where the list says it, so it is not asked for */
const isNeeded = (name: unknown) => name !== '@odata.type';
const loaded = loadVendorSpec('microsoft-graph');
const document: typeof loaded = JSON.parse(JSON.stringify(loaded), (key, value) =>
  key === 'required' && Array.isArray(value) ? value.filter(isNeeded) : value,
);

/** holes of the document, each with its reason */
const allowed = [
  // the service writes the time of an error without a zone, as its own samples show
  /answer \/error\/innerError\/date must match pattern/,
  // every answer says where it is described; the document has no field for it
  /field "@odata\.context" is not in the document/,
  // the link to the next page is opaque and followed as it is
  /query parameter "\$skiptoken" is not in the document/,
];

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  await microsoftGraph.test(bed.context());
  const dana = { user: 'dana.whitfield@acme.example' };
  const trainee = { user: 'dana.whitfield2@acme.example' };
  const group = bed.group('VPN Users').uid;
  const license = bed.license('SPB');
  const first = await bed.call('user.search', { limit: 2 });
  await bed.call('user.search', { limit: 2, cursor: first.next });
  await bed.call('user.search', { text: "Sean O'Brien", isEnabled: true });
  await bed.call('user.read', dana);
  await bed.call('user.groups', dana);
  await bed.call('user.signins', { ...dana, since: '2020-01-01T00:00:00Z' });
  await bed.call('user.disable', trainee);
  await bed.call('user.enable', trainee);
  await bed.call('user.sessions.revoke', dana);
  await bed.call('user.password.reset', trainee);
  await bed.call('group.list', { text: 'vpn' });
  await bed.call('group.member.add', { ...trainee, group });
  await bed.call('group.member.add', { ...trainee, group });
  await bed.call('group.member.remove', { ...trainee, group });
  await bed.call('license.list');
  await bed.call('user.license.assign', { ...trainee, license });
  await bed.call('user.license.remove', { ...trainee, license });
  await bed.call('device.list', { limit: 3 });
  await bed.call('device.status', { device: bed.sandbox.world.device('ACME-DC01')?.uid });
  await bed.call('user.read', { user: 'nobody@acme.example' }).catch(() => undefined);
  const check = checkExchanges(document, bed.vendor.exchanges, {
    basePath: '/v1.0',
    // sign-in is not part of Graph; the excerpt leaves the organization out
    ignore: /^\/[^/]+\/oauth2\/v2\.0\/token$|^\/v1\.0\/organization$/,
    checksNestedFields: true,
    isAllowed: (problem) => allowed.some((pattern) => pattern.test(problem)),
  });
  console.info(
    `graph spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
  );
  expect(check.problems).toEqual([]);
  expect(check.requests).toBeGreaterThan(30);
});
