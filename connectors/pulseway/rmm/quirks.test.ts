// What breaks integrations with Pulseway. Numbers are those of the list "Quirks" of the vendor's fact sheet: the sandbox does
// it, the connector copes or says it in words.
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
import { pulsewayRmm } from './connector.ts';
import { pulsewayProduct } from './testing/pulseway-product.ts';

const bed = startRestV3Bed(pulsewayProduct);
const none = { tag: '' };

describe('quirks', () => {
  it('quirk 1: the uptime is prose: read when every word is understood, else null', () => uptimeIsProse(bed));
  it('quirk 1: "Offline since" is no uptime', () => offlineHasNoUptime(bed));
  it('quirk 2: the state of a device needs /devices and /assets', () => statusNeedsBoth(bed));
  it('quirk 3: a script on an offline device fails at once, and is said not to have started', () =>
    offlineFailsAtOnce(bed));
  it('quirk 4: no recovery is ever told: an alert is active until somebody dismisses it', () => neverRecovers(bed));
  it('quirk 5: more than 100 at once is cut without a word, so no more is asked for', async () => {
    for (let count = 0; count < 130; count++)
      bed.sandbox.world.raiseAlert(bed.device('NORTH-WS-001'), 'print.queue', { documents: count });
    const on = bed.context();
    const { items = [] } = (await pulsewayRmm.capabilities['alert.list']?.run(on, {}, none)) ?? {};
    expect(items.length).toBe(bed.sandbox.world.state.alerts.length);
    expect(on.sent.map(({ url }) => new URL(url).searchParams.get('$top'))).toEqual(['100', '100']);
    await pulsewayRmm.capabilities['device.list']?.run(on, { limit: 1_000 }, none);
    expect(on.sent.every(({ url }) => Number(new URL(url).searchParams.get('$top') ?? 0) <= 100)).toBe(true);
    bed.sandbox.world.state.alerts.splice(-130);
  });
  it('quirk 6: a webhook is updated at an address with its id, which the reference leaves out', async () => {
    const url = 'https://mspclaw.example/hooks/1';
    const { webhook } = pulsewayRmm.triggers;
    await webhook?.register?.(bed.context(), url);
    const [hook] = bed.state.webhooks;
    if (!hook) throw new Error('no hook');
    hook.Priorities = ['Critical'];
    const on = bed.context();
    await webhook?.register?.(on, url);
    expect(on.mutations()[0]).toMatchObject({
      method: 'PUT',
      url: `${bed.vendor.origin}/api/v3/notifications/webhooks/${hook.Id}`,
    });
    // without the id there is nothing
    const { settings, secrets } = on;
    const bare = await fetch(`${bed.vendor.origin}/api/v3/notifications/webhooks`, {
      method: 'PUT',
      headers: { authorization: `Basic ${btoa(`${settings.tokenId}:${secrets.tokenSecret}`)}` },
      body: '{}',
    });
    expect(bare.status).toBe(404);
  });
  it('workflows and tasks, which run on everything when no device is named, are never called', () =>
    oneDevicePerRun(bed));
});

describe('the server', () => {
  const baseOf = (host: unknown) => {
    const settings = pulsewayRmm.auth.settings.parse({ host, tokenId: 't' });
    return settings.host;
  };
  it.each([
    [undefined, 'https://api.pulseway.com'],
    ['', 'https://api.pulseway.com'],
    ['api.pulseway.com', 'https://api.pulseway.com'],
    ['https://my.pulseway.com/app', 'https://api.pulseway.com'],
    ['pulseway.msp.example', 'https://pulseway.msp.example'],
  ])('%j is %s', (given, host) => expect(baseOf(given)).toBe(host));
  it('has its API below /v3 in the cloud, and below /api/v3 on a server of one’s own', async () => {
    for (const [host, base] of [
      ['api.pulseway.com', 'https://api.pulseway.com/v3/'],
      ['pulseway.msp.example', 'https://pulseway.msp.example/api/v3/'],
    ]) {
      const on = bed.context({ settings: { host } });
      const sent: string[] = [];
      on.send = async ({ url }) => {
        sent.push(url);
        return { status: 503, headers: {}, text: '', json: undefined };
      };
      await pulsewayRmm.test(on).catch(() => undefined);
      expect(sent).toEqual([`${base}environment/`]);
    }
  });
});

testReads(bed);
testRuns(bed);
testNews(bed);
