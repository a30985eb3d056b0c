import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookDelivery } from '#connectors/sdk/trigger.ts';
import { assignTicket } from '../capabilities/assign-ticket.ts';
import type { PsaContext } from '../client.ts';
import { startCallbackReceiver } from '../sandbox/callback-receiver.ts';
import { signatureOf } from '../sandbox/callbacks.ts';
import { type PsaHarness, startPsaHarness } from '../testing/psa-harness.ts';
import { judgeKeyUrl } from './callback-key.ts';
import { callbackUrl } from './callback-url.ts';
import { listCallbacks, registerCallback } from './register-callback.ts';
import { ticketChanged } from './ticket-changed.ts';

let psa: PsaHarness;
let harnesses = 0;
beforeEach(async () => {
  psa = await startPsaHarness();
  // keys are kept per connection for the whole process: a port that is used again must not find the last test's
  psa.state.companyId = `company${++harnesses}`;
});
afterEach(() => psa.close());

const keyPath = '/v4_6_release/apis/3.0/system/callbacks/keys/1';
const keyUrl = () => `${psa.sandbox.origin}${keyPath}`;

function delivery(
  change: Record<string, unknown> = {},
  options: { key?: string; header?: string | null } = {},
): WebhookDelivery {
  const body = JSON.stringify({
    MessageId: '6f1c1d2e-0000-4000-8000-000000000001',
    FromUrl: 'psa.example',
    CompanyId: psa.state.companyId,
    MemberId: 'tlind',
    Action: 'updated',
    Type: 'ticket',
    ID: 5001,
    Entity: '{"id":5001,"summary":"Drucker im 2. Stock \u00e4chzt"}',
    Metadata: { key_url: keyUrl() },
    ...change,
  });
  const signature =
    options.header === undefined ? signatureOf(options.key ?? psa.state.signingKey, body) : options.header;
  return {
    headers: signature === null ? {} : { 'x-content-signature': signature },
    body: new TextEncoder().encode(body),
  };
}

const verify = (given: WebhookDelivery, context: PsaContext = psa.context()) => ticketChanged.verify(context, given);

describe('a callback', () => {
  it('signed with the key of its own server is believed', async () => {
    expect(await verify(delivery())).toEqual({ ok: true });
  });

  it('fetches the key once, without sending any credential to it', async () => {
    const context = psa.context();
    for (let count = 0; count < 5; count++) await verify(delivery(), context);
    expect(psa.sent).toHaveLength(1);
    expect(psa.sent[0]).toMatchObject({ url: keyUrl(), mutates: false });
    expect(Object.keys(psa.sent[0]?.headers ?? {})).toEqual(['accept']);
  });

  it('signed with a key that was renewed under the same address is believed after one more look', async () => {
    await verify(delivery());
    psa.state.signingKey = 'renewed';
    psa.pass(61_000);
    expect(await verify(delivery())).toEqual({ ok: true });
    expect(psa.sent).toHaveLength(2);
  });

  it('that does not fit makes us look again once a minute at most', async () => {
    for (let count = 0; count < 20; count++) await verify(delivery({}, { key: 'other' }));
    expect(psa.sent).toHaveLength(1);
    psa.pass(61_000);
    for (let count = 0; count < 20; count++) await verify(delivery({}, { key: 'other' }));
    expect(psa.sent).toHaveLength(2);
  });
});

describe('a callback is refused', () => {
  it('when any single byte of its body was changed', async () => {
    const honest = delivery();
    await verify(honest);
    let refused = 0;
    for (let index = 0; index < honest.body.length; index++) {
      const body = Uint8Array.from(honest.body);
      body[index] = (body[index] ?? 0) ^ 1;
      const verdict = await verify({ headers: honest.headers, body });
      expect(verdict.ok, `byte ${index}`).toBe(false);
      refused++;
    }
    expect(refused).toBe(honest.body.length);
  });

  it('when its JSON says the same in other bytes', async () => {
    const honest = delivery();
    const respaced = JSON.stringify(JSON.parse(new TextDecoder().decode(honest.body)), null, 1);
    expect((await verify({ headers: honest.headers, body: new TextEncoder().encode(respaced) })).ok).toBe(false);
  });

  it('when it was signed with another key', async () => {
    expect((await verify(delivery({}, { key: 'attacker' }))).ok).toBe(false);
  });

  it.each([
    ['missing', null],
    ['empty', ''],
    ['no base64', 'x'.repeat(44)],
    ['too short', 'YWJj'],
    ['two at once', `${'A'.repeat(43)}=, ${'A'.repeat(43)}=`],
    ['zeroes', `${'A'.repeat(43)}=`],
  ])('when the signature is %s', async (_name, header) => {
    expect((await verify(delivery({}, { header }))).ok).toBe(false);
  });

  it('without a request when there is nothing to check', async () => {
    await verify(delivery({}, { header: null }));
    await verify({
      headers: { 'x-content-signature': `${'A'.repeat(43)}=` },
      body: new TextEncoder().encode('not json'),
    });
    await verify({ headers: { 'x-content-signature': `${'A'.repeat(43)}=` }, body: new Uint8Array([0xff, 0xfe]) });
    await verify(delivery({ Metadata: null }));
    await verify(delivery({ Metadata: { key_url: 7 } }));
    expect(psa.sent).toHaveLength(0);
  });

  it('when it comes from another company', async () => {
    expect(await verify(delivery({ CompanyId: 'someoneelse' }))).toMatchObject({ ok: false });
    expect(psa.sent).toHaveLength(0);
  });

  it('when the key cannot be had, and nothing is thrown', async () => {
    psa.sandbox.addFault({ kind: 'drop', path: '/keys/' });
    expect(await verify(delivery())).toMatchObject({ ok: false });
    expect(await verify(delivery({ Metadata: { key_url: keyUrl().replace('keys/1', 'keys/99') } }))).toMatchObject({
      ok: false,
    });
  });

  it('when made-up key addresses arrive in a flood: ten requests a minute and no more', async () => {
    for (let count = 0; count < 50; count++) {
      await verify(delivery({ Metadata: { key_url: `${psa.sandbox.origin}/keys/${count}` } }));
    }
    expect(psa.sent).toHaveLength(10);
  });
});

describe('no request is ever made to a key address', () => {
  let evil: Server;
  let hits = 0;
  beforeEach(async () => {
    hits = 0;
    evil = createServer((_request, response) => {
      hits++;
      response.end(JSON.stringify({ signing_key: 'attacker' }));
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => evil.close(resolve)));

  const evilPort = () => (evil.address() as AddressInfo).port;

  it.each([
    () => `http://127.0.0.1:${evilPort()}/key`,
    () => `http://localhost:${evilPort()}/key`,
    () => `${psa.sandbox.origin}@127.0.0.1:${evilPort()}/key`,
    () => `http://user:word@127.0.0.1:${psa.sandbox.port}${keyPath}`,
    () => `http://127.0.0.1.:${psa.sandbox.port}${keyPath}`,
    () => `https://127.0.0.1:${psa.sandbox.port}${keyPath}`,
    () => `${psa.sandbox.origin.replace('http', 'HTTP')}\\@127.0.0.1:${evilPort()}/key`,
  ])('beside the own server (%#)', async (address) => {
    expect(await verify(delivery({ Metadata: { key_url: address() } }, { key: 'attacker' }))).toMatchObject({
      ok: false,
    });
    expect(psa.sent).toHaveLength(0);
    expect(hits).toBe(0);
  });

  const cloud = 'https://api-na.myconnectwise.net';

  it.each([
    'http://na.myconnectwise.net/key',
    'https://evil.example/key',
    'https://evilmyconnectwise.net/key',
    'https://myconnectwise.net/key',
    'https://na.myconnectwise.net.evil.example/key',
    'https://na.myconnectwise.net./key',
    'https://na.myconnectwise.net@evil.example/key',
    'https://evil.example#.myconnectwise.net/key',
    'https://evil.example?.myconnectwise.net/key',
    'https://evil.example\\.myconnectwise.net/key',
    'https://evil.example/.myconnectwise.net',
    'https://na.myconnectwise.net:8443/key',
    'https://na.myconnectwise.net:22/key',
    'https://user@na.myconnectwise.net/key',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/key',
    'https://localhost/key',
    'ftp://na.myconnectwise.net/key',
    'javascript:alert(1)//.myconnectwise.net',
    '//na.myconnectwise.net/key',
    'na.myconnectwise.net/key',
    ' https://na.myconnectwise.net/key',
    'https://na.myconnectwise.net/key\r\nHost: evil.example',
    'https://na\u3002myconnectwise\u3002net.evil.example/key',
    '',
  ])('%s', (address) => {
    expect(judgeKeyUrl(cloud, address)).toBeNull();
  });

  it('and those of ConnectWise itself are good', () => {
    expect(
      judgeKeyUrl(cloud, 'https://na.myconnectwise.net/v4_6_release/apis/3.0/system/callbacks/keys/1'),
    ).not.toBeNull();
    expect(judgeKeyUrl(cloud, 'https://api-eu.myconnectwise.net/keys/1?x=1')).not.toBeNull();
    expect(judgeKeyUrl('https://psa.msp.example:8443', 'https://psa.msp.example:8443/keys/1')).not.toBeNull();
    expect(judgeKeyUrl('https://psa.msp.example:8443', 'https://psa.msp.example/keys/1')).toBeNull();
  });
});

describe('what a callback says', () => {
  const body = (change: Record<string, unknown> = {}) => JSON.parse(new TextDecoder().decode(delivery(change).body));

  it.each([
    ['added', 'created'],
    ['updated', 'updated'],
    ['deleted', 'deleted'],
  ])('%s is a hint that the ticket was %s', (Action, change) => {
    const [hint, ...more] = ticketChanged.parse(body({ Action }));
    expect(hint).toEqual({ entity: 'ticket', id: '5001', change, deviceId: null, at: null });
    expect(more).toEqual([]);
  });

  it('needs no entity: it may be null', () => {
    expect(ticketChanged.parse(body({ Entity: null }))).toHaveLength(1);
  });

  it('about other records is nothing we care about', () => {
    expect(ticketChanged.parse(body({ Type: 'company' }))).toEqual([]);
    expect(ticketChanged.parse(body({ Action: 'exploded' }))).toEqual([]);
  });

  it.each([{}, null, [], { Type: 'ticket' }, { Type: 'ticket', Action: 'updated', ID: '1 or 1' }])(
    '%j is refused',
    (given) => {
      expect(() => ticketChanged.parse(given)).toThrow(/not a callback/);
      expect(ticketChanged.dedupeKey(given)).toBeNull();
    },
  );

  it('is told apart by its MessageId', () => {
    expect(ticketChanged.dedupeKey(body())).toBe('6f1c1d2e-0000-4000-8000-000000000001');
    expect(ticketChanged.dedupeKey(body({ MessageId: null }))).toBeNull();
  });

  it('is registered at an address that ConnectWise can append a number to', () => {
    expect(callbackUrl('https://msp.example/hook')).toBe('https://msp.example/hook?recordId=');
    expect(callbackUrl('https://msp.example/hook?c=1')).toBe('https://msp.example/hook?c=1&recordId=');
    expect(callbackUrl(callbackUrl('https://msp.example/hook'))).toBe('https://msp.example/hook?recordId=');
  });
});

describe('registering', () => {
  const url = 'https://msp.example/api/ingest/abc';

  it('twice makes one callback', async () => {
    expect(await registerCallback(psa.context(), url)).toMatchObject({ change: 'created', url: `${url}?recordId=` });
    expect(await registerCallback(psa.context(), url)).toMatchObject({ change: 'none' });
    expect(await listCallbacks(psa.context())).toHaveLength(1);
  });

  it('is what the trigger offers to the set-up page', async () => {
    await ticketChanged.register?.(psa.context(), url);
    expect((await listCallbacks(psa.context())).map((one) => one.url)).toEqual([`${url}?recordId=`]);
  });

  it('again switches on what ConnectWise switched off', async () => {
    await registerCallback(psa.context(), url);
    for (const callback of psa.state.callbacks) callback.inactiveFlag = true;
    expect(await registerCallback(psa.context(), url)).toMatchObject({ change: 'reactivated' });
    expect((await listCallbacks(psa.context())).map((one) => one.inactiveFlag)).toEqual([false]);
  });
});

describe('from the sandbox over the wire', () => {
  it("a technician's change arrives, is believed and names the ticket; our own change does not arrive", async () => {
    const receiver = await startCallbackReceiver();
    await registerCallback(psa.context(), receiver.url);
    const ticket = psa.world.addTicket({ title: 'Printer', clientId: 11 }, 'tlind');
    await assignTicket.run(psa.context(), { ticket: String(ticket.id), member: 'mreyes' }, { tag: 't' });
    psa.world.updateTicket(ticket, { title: 'Printer down' }, 'tlind');
    await psa.sandbox.deliveries.idle();
    const got = await receiver.received(2);
    await receiver.close();
    expect(got.map((one) => one.address)).toEqual([
      `/hook?recordId=${ticket.id}&action=added`,
      `/hook?recordId=${ticket.id}&action=updated`,
    ]);
    for (const given of got) {
      expect(await verify(given)).toEqual({ ok: true });
      expect(ticketChanged.parse(JSON.parse(new TextDecoder().decode(given.body)))).toMatchObject([
        { id: String(ticket.id) },
      ]);
    }
  });
});
