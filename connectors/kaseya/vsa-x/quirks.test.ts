// What breaks integrations with VSA X. Numbers are those of the parts of "Quirks" of the vendor's fact sheet, part A: the
// sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { testNews } from '#connectors/families/rest-v3/testing/hears-news.ts';
import {
  neverRecovers,
  offlineFailsAtOnce,
  offlineHasNoUptime,
  oneDevicePerRun,
  statusNeedsBoth,
  uptimeIsProse,
} from '#connectors/families/rest-v3/testing/known-quirks.ts';
import { testReads, testRuns } from '#connectors/families/rest-v3/testing/reads-and-runs.ts';
import { startRestV3Bed } from '#connectors/families/rest-v3/testing/rest-v3-bed.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { kaseyaVsaX } from './connector.ts';
import { vsaXProduct } from './testing/vsa-x-product.ts';

const bed = startRestV3Bed(vsaXProduct);
const none = { tag: '' };
const { capabilities } = kaseyaVsaX;

describe('quirks', () => {
  it('quirk 1: a script runs only on a device that is online: else it fails at once, and is said not to have started', () =>
    offlineFailsAtOnce(bed));
  it('quirk 2: a script runs on one device, and on nothing when none is named', () => oneDevicePerRun(bed));
  it('quirk 3: the uptime is text: read when every word is understood, else null', () => uptimeIsProse(bed));
  it('quirk 3: "Offline since" is no uptime', () => offlineHasNoUptime(bed));
  it('quirk 4: the state of a device needs /assets beside /devices', () => statusNeedsBoth(bed));
  it('quirk 5: the description carries the name of the operating system', async () => {
    const device = bed.device('ACME-WS-011');
    const { items = [] } = (await capabilities['device.list']?.run(bed.context(), { limit: 1_000 }, none)) ?? {};
    expect(items.find(({ id }) => id === device.uid)).toMatchObject({ os: device.os, osFamily: device.osFamily });
    expect(bed.vendor.exchanges.at(-1)?.responseText).toContain(`"Description":"${device.os}"`);
  });
  it('quirk 6: the group says nothing about a device: servers and workstations are in one', async () => {
    const { items = [] } = (await capabilities['device.list']?.run(bed.context(), { limit: 1_000 }, none)) ?? {};
    expect(new Set(items.map(({ role }) => role))).toEqual(new Set(['server', 'workstation']));
    const groups = new Set(
      bed.vendor.exchanges
        .flatMap(({ responseText }) => [...responseText.matchAll(/"GroupName":"([^"]*)"/g)])
        .map(([, name]) => name),
    );
    expect([...groups]).toEqual(['Computers']);
  });
  it('no recovery is ever told: an alert is active until somebody dismisses it', () => neverRecovers(bed));
});

describe('the token', () => {
  it('that may only read is told so, with the name of the scope it lacks', async () => {
    const on = bed.context({ settings: { tokenId: `${vsaXProduct.options.tokenId}-reader` } });
    const { uid: device } = bed.device('ACME-WS-014');
    const input = { device, script: 'restart-service', parameters: { service: 'WinRM' } };
    const error = await errorOf(capabilities['script.run']?.start(on, input, { tag: bed.newTag() }));
    expect([error.kind, error.maybeApplied]).toEqual(['forbidden', false]);
    expect(error.message).toContain('REST API (Write)');
  });
  it('that is refused may have an end, or addresses of its own', async () => {
    const error = await errorOf(kaseyaVsaX.test(bed.context({ secrets: { tokenSecret: 'wrong-secret' } })));
    expect(error.message).toMatch(/expired.*this address/);
  });
});

it('the page of the documentation is no server', () => {
  const parse = (host: string) => kaseyaVsaX.auth.settings.safeParse({ host, tokenId: 't' });
  expect(parse('https://api.vsax.net').success).toBe(false);
  expect(parse('https://demo.vsax.net/app/main').data?.host).toBe('https://demo.vsax.net');
});

testReads(bed);
testRuns(bed);
testNews(bed);
