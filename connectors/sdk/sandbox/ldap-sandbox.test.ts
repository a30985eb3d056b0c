// A directory among the sandboxes: served by the same world, reached over TLS, with the same control door, faults and log.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectorError } from '../errors.ts';
import type { LdapFilter, LdapSession } from '../ldap-port.ts';
import { createDirectLdap } from '../testing/direct-ldap.ts';
import { defineLdapSandbox } from './ldap-dialect.ts';
import { localCertificate } from './local-certificate.ts';
import { matchesLdapFilter } from './match-ldap-filter.ts';
import type { VendorSandbox } from './sandbox-server.ts';
import { type Sandbox, startSandbox } from './start-sandbox.ts';

const dialect = defineLdapSandbox<{ quirks: { isBroken: boolean }; changed: number }>({
  connector: 'toy/directory',
  initialState: () => ({ quirks: { isBroken: false }, changed: 0 }),
  bind: (_name, password) => ({ resultCode: password === 'right' ? 0 : 49 }),
  search: (_search, who, { world, state }) => {
    if (state.quirks.isBroken) throw new Error('a bug');
    const entries = world.state.clients.map(({ name }) => ({ dn: `O=${name}`, values: { o: [name] } }));
    return who === null ? { resultCode: 1 } : { resultCode: 0, entries };
  },
  modify: (_dn, _changes, _who, { state }) => {
    state.changed++;
    return { resultCode: 0 };
  },
  connection: (url) => ({ settings: { url }, secrets: { password: 'right' } }),
});

let sandbox: Sandbox;
let vendor: VendorSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [{ dialect }] });
  const found = sandbox.vendors['toy/directory'];
  if (!found) throw new Error('no sandbox');
  vendor = found;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  vendor.clearFaults();
  vendor.exchanges.length = 0;
});

const open = <T>(work: (session: LdapSession) => Promise<T>): Promise<T> =>
  createDirectLdap({ timeoutMs: 1_000, maxBytes: 100_000 })(
    { url: vendor.origin, caCertificate: localCertificate.cert, bindName: 'me', password: 'right' },
    work,
  );
const list = () =>
  open((session) =>
    session.search({
      base: 'O=All',
      scope: 'subtree',
      filter: { attribute: 'o', exists: true },
      attributes: ['o'],
      maxEntries: 100,
    }),
  );
const change = () =>
  open((session) => session.modify('O=A', [{ operation: 'replace', attribute: 'unicodePwd', values: ['a secret'] }]));
const errorOf = async (promise: Promise<unknown>) => {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof ConnectorError)) throw new Error('It did not fail.');
  return error;
};
const control = (path: string, body?: object) =>
  fetch(`${sandbox.control.origin}/__sandbox/${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {});

describe('a directory in the sandbox', () => {
  it('shows the one world, and hands out its connection like the others', async () => {
    expect((await list()).length).toBe(sandbox.world.state.clients.length);
    const connections = await (await control('connections')).json();
    expect(connections).toEqual({
      'toy/directory': { settings: { url: vendor.origin }, secrets: { password: 'right' } },
    });
  });
  it('has faults from the control door, that count changes apart from questions', async () => {
    await control('faults', { connector: 'toy/directory', kind: 'status', status: 429, isChange: true });
    await list();
    expect(await errorOf(change())).toMatchObject({ kind: 'unavailable', maybeApplied: false });
    vendor.clearFaults();
    const before = JSON.stringify(vendor.dialectState());
    vendor.addFault({ kind: 'drop', when: 'after', isChange: true });
    expect(await errorOf(change())).toMatchObject({ kind: 'unavailable', maybeApplied: true });
    expect(JSON.stringify(vendor.dialectState())).not.toBe(before);
  });
  it('logs what was asked, and no password', async () => {
    await change();
    expect(vendor.exchanges.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['BIND', 'me', 0],
      ['MODIFY', 'O=A', 0],
    ]);
    expect(JSON.stringify(vendor.exchanges)).not.toMatch(/right|a secret/);
  });
  it('has quirks that are switched, and says a bug of its own as one', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await control('quirks', { connector: 'toy/directory', isBroken: true });
    expect((await errorOf(list())).detail).toMatchObject({ resultCode: 80, said: 'sandboxBug: Error: a bug' });
    expect(said).toHaveBeenCalled();
    said.mockRestore();
  });
});

describe('a filter', () => {
  const values: Record<string, (string | Uint8Array)[]> = {
    cn: ['Dana Whitfield'],
    flags: ['514'],
    time: ['134081424301234567'],
    id: [Uint8Array.from([1, 255])],
  };
  it.each<[LdapFilter, boolean]>([
    [{ attribute: 'CN', equals: 'dana whitfield' }, true],
    [{ attribute: 'cn', startsWith: 'DANA' }, true],
    [{ attribute: 'cn', contains: 'white' }, false],
    [{ attribute: 'sn', exists: true }, false],
    [{ not: { attribute: 'sn', exists: true } }, true],
    [{ attribute: 'flags', hasBits: 2 }, true],
    [{ attribute: 'flags', hasBits: 3 }, false],
    [{ attribute: 'time', atLeast: '134081424301234566' }, true],
    [{ attribute: 'time', atLeast: '134081424301234568' }, false],
    [{ attribute: 'id', equals: Uint8Array.from([1, 255]) }, true],
    [{ attribute: 'id', equals: Uint8Array.from([1, 254]) }, false],
    [
      {
        and: [
          { attribute: 'cn', exists: true },
          { attribute: 'flags', hasBits: 1 },
        ],
      },
      false,
    ],
    [
      {
        or: [
          { attribute: 'cn', exists: true },
          { attribute: 'flags', hasBits: 1 },
        ],
      },
      true,
    ],
  ])('%j fits: %s', (filter, fits) => {
    expect(matchesLdapFilter(filter, (attribute) => values[attribute] ?? [])).toBe(fits);
  });
});
