// Real sockets to a small directory on this machine; what must not happen is counted there.
import { createServer, type LookupFunction, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { LdapFilter, LdapSearch, LdapTarget } from '#connectors/sdk/ldap-port.ts';
import type { LdapServerSearch } from '#connectors/sdk/sandbox/decode-ldap-search.ts';
import { type LdapServerHandler, startLdapServer } from '#connectors/sdk/sandbox/ldap-server.ts';
import { localCertificate } from '#connectors/sdk/sandbox/local-certificate.ts';
import { createGuardedLdap } from './guarded-ldap.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const people = Array.from({ length: 1_203 }, (_, index) => `CN=Person ${index},DC=corp`);
const members = Array.from({ length: 3_200 }, (_, index) => `CN=Member ${index},DC=corp`);
const guid = Uint8Array.from([0xef, 0xbb, 0xbf, 0, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

async function directory(changes: Partial<LdapServerHandler> = {}, tls = false) {
  const seen = { binds: [] as string[], searches: [] as LdapServerSearch[], changes: [] as unknown[] };
  const server = await startLdapServer(
    {
      bind(name, password) {
        seen.binds.push(name);
        return password === 'right'
          ? { resultCode: 0 }
          : { resultCode: 49, said: '80090308: AcceptSecurityContext error, data 52e, v4563\u0000' };
      },
      search(search) {
        seen.searches.push(search);
        const { attributes, base, page } = search;
        const from = Number(/^member;range=(\d+)-\*$/.exec(attributes[0] ?? '')?.[1] ?? 0);
        if (base === 'CN=Group,DC=corp') {
          const upTo = Math.min(from + 1_500, members.length);
          const range = `member;range=${from}-${upTo === members.length ? '*' : upTo - 1}`;
          const values = {
            member: [],
            [range]: members.slice(from, upTo),
            objectGUID: [guid],
            note: ['not asked for'],
          };
          return { resultCode: 0, entries: [{ dn: base, values }] };
        }
        if (base === '') return { resultCode: 10, said: 'ldap://elsewhere/' };
        const start = Number(page?.cookie || 0);
        const size = page?.size ?? people.length;
        const entries = people.slice(start, start + size).map((dn) => ({ dn, values: { cn: [dn], sn: ['Ä'] } }));
        const next = start + size < people.length ? String(start + size) : '';
        return { resultCode: 0, entries, references: ['ldap://other.corp/DC=other'], cookie: next };
      },
      modify(dn, given) {
        seen.changes.push({ dn, given: given.map((one) => ({ ...one, values: one.values.map(String) })) });
        return { resultCode: 0 };
      },
      ...changes,
    },
    tls ? { tls: localCertificate } : {},
  );
  cleanups.push(server.close);
  return { ...server, seen };
}

const targetOf = (url: string, more: Partial<LdapTarget> = {}): LdapTarget => ({
  url,
  caCertificate: null,
  bindName: 'svc@corp',
  password: 'right',
  ...more,
});
interface Options {
  isSandbox?: boolean;
  allowedHosts?: string[];
  lookup?: LookupFunction;
  maxBytes?: number;
  timeoutMs?: number;
  before?: (question: { mutates: boolean }) => Promise<void>;
}
const run = <T>(
  target: LdapTarget,
  work: Parameters<ReturnType<typeof createGuardedLdap>['run']>[2],
  options: Options = {},
) =>
  createGuardedLdap({
    allowedHosts: new Set(options.allowedHosts),
    connectTimeoutMs: 2_000,
    ...(options.lookup ? { lookup: options.lookup } : {}),
  }).run(
    target,
    {
      isSandbox: options.isSandbox ?? true,
      timeoutMs: options.timeoutMs ?? 2_000,
      maxBytes: options.maxBytes ?? 5_000_000,
      signal: AbortSignal.timeout(10_000),
      ...(options.before ? { before: options.before } : {}),
    },
    work,
  ) as Promise<T>;
const failure = async (work: Promise<unknown>): Promise<ConnectorError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectorError)) throw new Error(`Expected a ConnectorError, got ${String(error)}`);
  return error;
};
const search = (changes: Partial<LdapSearch> = {}): LdapSearch => ({
  base: 'DC=corp',
  scope: 'subtree',
  filter: { attribute: 'objectClass', equals: 'user' },
  attributes: ['cn'],
  maxEntries: 5_000,
  ...changes,
});

describe('a session with a directory', () => {
  it('reads a list to its end over pages, and follows no reference', async () => {
    const { url, seen } = await directory();
    const entries = await run<{ dn: string; values: object }[]>(targetOf(url), (session) => session.search(search()));
    expect(entries.map(({ dn }) => dn)).toEqual(people);
    expect(entries[0]?.values).toEqual({ cn: [people[0]] });
    expect(seen.searches.map(({ page }) => page?.cookie)).toEqual(['', '500', '1000']);
    expect(seen.binds).toEqual(['svc@corp']);
  });

  it('joins an attribute that comes in ranges, and gives bytes as bytes', async () => {
    const { url } = await directory();
    const wanted = search({
      base: 'CN=Group,DC=corp',
      scope: 'base',
      attributes: ['member', 'objectGUID'],
      binaryAttributes: ['objectguid'],
    });
    const [group] = await run<{ values: Record<string, unknown[]> }[]>(targetOf(url), (session) =>
      session.search(wanted),
    );
    expect(group?.values.member).toEqual(members);
    expect(group?.values.objectguid).toEqual([guid]);
    expect(Object.keys(group?.values ?? {})).toEqual(['member', 'objectguid']);
  });

  it('says more than asked for is too much, instead of cutting it off', async () => {
    const { url } = await directory();
    const over = failure(run(targetOf(url), (session) => session.search(search({ maxEntries: 1_000 }))));
    expect((await over).message).toMatch(/more than 1000/);
    const fat = failure(run(targetOf(url), (session) => session.search(search()), { maxBytes: 4_000 }));
    expect((await fat).kind).toBe('bad-answer');
  });

  it('sends values as values: what looks like a filter is looked for as it stands', async () => {
    const { url, seen } = await directory();
    const hostile = '*)(|(cn=*))\u0000';
    const part: LdapFilter[] = [
      {
        or: [
          { attribute: 'cn', startsWith: hostile },
          { attribute: 'sn', contains: hostile },
        ],
      },
      { not: { attribute: 'userAccountControl', hasBits: 2 } },
      { attribute: 'whenChanged', atLeast: '20261120000000.0Z' },
      { attribute: 'mail', exists: true },
    ];
    const bytes = (value: string | Uint8Array): LdapFilter => ({ attribute: 'objectGUID', equals: value });
    const filter = { and: [...part, bytes(guid), bytes(hostile)] };
    await run(targetOf(url), (session) => session.search(search({ filter })));
    const asBytes = new Uint8Array(Buffer.from(hostile));
    expect(seen.searches[0]?.filter).toEqual({ and: [...part, bytes(guid), bytes(asBytes)] });
  });

  it.each<LdapFilter>([
    { and: [] },
    { attribute: 'cn)(x', exists: true },
    { attribute: 'cn', startsWith: '' },
    { attribute: 'uac', hasBits: 1.5 },
  ])('refuses a search that has no meaning: %j', async (filter) => {
    const { url, seen } = await directory();
    expect((await failure(run(targetOf(url), (session) => session.search(search({ filter }))))).kind).toBe(
      'invalid-input',
    );
    expect(seen.searches).toEqual([]);
  });

  it('changes an entry once, after it was admitted', async () => {
    const { url, seen } = await directory();
    const asked: boolean[] = [];
    await run(
      targetOf(url),
      (session) => session.modify('CN=A,DC=corp', [{ operation: 'replace', attribute: 'lockoutTime', values: ['0'] }]),
      {
        before: async ({ mutates }) => void asked.push(mutates),
      },
    );
    expect(asked).toEqual([false, true]);
    expect(seen.changes).toEqual([
      { dn: 'CN=A,DC=corp', given: [{ operation: 'replace', attribute: 'lockoutTime', values: ['0'] }] },
    ]);
    const refused = new ConnectorError('unsupported', 'not now', { maybeApplied: false });
    const stopped = run(
      targetOf(url),
      (session) => session.modify('CN=A', [{ operation: 'add', attribute: 'member', values: ['x'] }]),
      {
        before: async ({ mutates }) => {
          if (mutates) throw refused;
        },
      },
    );
    expect(await failure(stopped)).toBe(refused);
    expect(seen.changes).toHaveLength(1);
  });

  it('is over when the work is over', async () => {
    const { url } = await directory();
    const kept = await run<{ search(of: LdapSearch): Promise<unknown> }>(targetOf(url), async (session) => session);
    expect((await failure(kept.search(search()))).message).toMatch(/is over/);
  });
});

describe('what a directory says no to', () => {
  it('is told with its code and its own words', async () => {
    const { url } = await directory();
    const wrong = await failure(run(targetOf(url, { password: 'wrong' }), async () => undefined));
    expect(wrong).toMatchObject({ kind: 'unauthenticated', maybeApplied: false, detail: { resultCode: 49 } });
    expect(wrong.detail.said).toBe('80090308: AcceptSecurityContext error, data 52e, v4563');
    const referral = await failure(run(targetOf(url), (session) => session.search(search({ base: '' }))));
    expect(referral).toMatchObject({ kind: 'wrong-host', detail: { resultCode: 10 } });
  });

  it.each([
    [50, 'forbidden', false],
    [53, 'invalid-input', false],
    [68, 'conflict', false],
    [52, 'unavailable', true],
    [80, 'bad-answer', true],
  ] as const)('code %i of a change is %s, maybe done: %s', async (resultCode, kind, maybeApplied) => {
    const { url } = await directory({ modify: () => ({ resultCode }) });
    const work = run(targetOf(url), (session) =>
      session.modify('CN=A', [{ operation: 'add', attribute: 'member', values: ['x'] }]),
    );
    expect(await failure(work)).toMatchObject({ kind, maybeApplied });
  });

  it('a change whose answer was lost may have been made; a search was not', async () => {
    const { url, seen } = await directory({
      trouble: (operation) => (operation === 'bind' ? undefined : { kind: 'drop', when: 'after' }),
    });
    const change = run(targetOf(url), (session) =>
      session.modify('CN=A', [{ operation: 'add', attribute: 'member', values: ['x'] }]),
    );
    expect(await failure(change)).toMatchObject({ kind: 'unavailable', maybeApplied: true });
    expect(seen.changes).toHaveLength(1);
    expect(await failure(run(targetOf(url), (session) => session.search(search())))).toMatchObject({
      maybeApplied: false,
    });
  });

  it('an empty name or password is never sent', async () => {
    const { url, seen } = await directory({ bind: () => ({ resultCode: 0 }) });
    for (const empty of [{ password: '' }, { bindName: ' ' }]) {
      expect((await failure(run(targetOf(url, empty), async () => undefined))).kind).toBe('unauthenticated');
    }
    expect(seen.binds).toEqual([]);
  });

  it('a name that is also a way to sign in is a name', async () => {
    const { url, seen } = await directory();
    await run(targetOf(url, { bindName: 'EXTERNAL' }), async () => undefined);
    expect(seen.binds).toEqual(['EXTERNAL']);
  });

  it.each([
    '\u0030\u0084\u00ff\u00ff\u00ff\u00ff',
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    '\u0030\u0003\u0002\u0001\u0001',
    '',
  ])('nonsense ends the session: %j', async (bytes) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined).once('data', () => socket.write(Buffer.from(bytes, 'latin1')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const error = await failure(run(targetOf(`ldap://127.0.0.1:${port}`), async () => undefined, { timeoutMs: 300 }));
    expect(['bad-answer', 'timeout', 'unavailable']).toContain(error.kind);
  });
});

describe('where a directory may be', () => {
  const answering =
    (address: string): LookupFunction =>
    (_name, _options, callback) =>
      callback(null, [{ address, family: 4 }] as never, 4);

  it('on this machine only for a sandbox, or with the operator’s word', async () => {
    const { url, port, seen } = await directory();
    const judged = /without TLS|private network/;
    expect((await failure(run(targetOf(url), async () => undefined, { isSandbox: false }))).message).toMatch(judged);
    expect(seen.binds).toEqual([]);
    await run(targetOf(url), async () => undefined, { isSandbox: false, allowedHosts: [`127.0.0.1:${port}`] });
    expect(seen.binds).toHaveLength(1);
  });

  it('in a private network only over TLS, even where the operator allowed it', async () => {
    const options = { isSandbox: false, allowedHosts: ['dc1.corp:389'], lookup: answering('10.0.0.5') };
    expect((await failure(run(targetOf('ldap://dc1.corp:389'), async () => undefined, options))).message).toMatch(
      /ldaps/,
    );
  });

  it('never where a name leads into a private network unasked, or to a metadata address', async () => {
    for (const address of ['10.0.0.5', '127.0.0.1', '169.254.169.254']) {
      const work = run(targetOf('ldaps://dc1.corp'), async () => undefined, {
        isSandbox: false,
        lookup: answering(address),
      });
      expect((await failure(work)).message, address).toMatch(/private network|never reached/);
    }
    const allowed = run(targetOf('ldaps://dc1.corp'), async () => undefined, {
      isSandbox: false,
      allowedHosts: ['dc1.corp'],
      lookup: answering('169.254.169.254'),
    });
    expect((await failure(allowed)).message).toMatch(/never reached/);
  });

  it.each([
    'https://dc1.corp',
    'ldaps://u:p@dc1.corp',
    'ldaps://dc1.corp/DC=corp',
    'ldaps://dc1.corp?x',
    'ldaps://',
    'dc1',
    'ldaps://dc1.corp:700',
  ])('not at %s', async (url) => {
    expect((await failure(run(targetOf(url), async () => undefined, { isSandbox: false }))).kind).toBe('wrong-host');
  });

  it('an address in disguise is judged as what it is', async () => {
    const { port, seen } = await directory();
    for (const host of ['0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '127.1']) {
      const work = run(targetOf(`ldaps://${host}:636`), async () => undefined, { isSandbox: false });
      expect((await failure(work)).message, host).toMatch(/private network|never reached/);
    }
    expect(port).toBeGreaterThan(0);
    expect(seen.binds).toEqual([]);
  });
});

describe('over TLS', () => {
  it('is trusted with the authority that the connection names, and with no other', async () => {
    const { url, seen } = await directory({}, true);
    const unknown = await failure(run(targetOf(url), async () => undefined));
    expect(unknown).toMatchObject({ kind: 'wrong-host' });
    expect(seen.binds).toEqual([]);
    const entries = await run<unknown[]>(targetOf(url, { caCertificate: localCertificate.cert }), (session) =>
      session.search(search()),
    );
    expect(entries).toHaveLength(people.length);
  });

  it('a certificate for another name is not taken', async () => {
    const { port, seen } = await directory({}, true);
    const target = targetOf(`ldaps://127.0.0.1:${port}`, { caCertificate: localCertificate.cert });
    expect((await failure(run(target, async () => undefined))).kind).toBe('wrong-host');
    expect(seen.binds).toEqual([]);
  });
});
