import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTicket } from './capabilities/create-ticket.ts';
import { listMember } from './capabilities/list-member.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { type PsaHarness, startPsaHarness } from './testing/psa-harness.ts';

let psa: PsaHarness;
beforeEach(async () => {
  psa = await startPsaHarness();
});
afterEach(() => psa.close());

const tag = { tag: 'mspclaw:run-1:fix.note:1' };
const _query = { ...tag, notBefore: new Date('2026-11-20T07:00:00Z') };
const _internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const open = (title = 'Printer down', client = '11') =>
  createTicket.run(psa.context(), { client, title }, { tag: `mspclaw:seed:${psa.sent.length}:1` });
const writes = () => psa.sandbox.exchanges.filter((one) => one.method !== 'GET' && !one.path.endsWith('/search'));
const _lastWrite = () => JSON.parse(writes().at(-1)?.requestText ?? 'null');

describe('lists', () => {
  it('keep every parameter on every page and lose nothing while tickets change', async () => {
    const wanted = psa.world.state.tickets
      .filter((ticket) => ticket.clientId === 11)
      .map((ticket) => String(ticket.id));
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await searchTicket.run(psa.context(), { client: '11', limit: 3, cursor }, tag);
      found.push(...page.items.map((ticket) => ticket.id));
      cursor = page.next;
      // a write between two pages moves every ticket in the default order
      const touched = psa.world.state.tickets[0];
      if (touched) psa.world.updateTicket(touched, {}, 'tlind');
    } while (cursor);
    expect(found).toEqual(wanted.toSorted());
    expect(wanted.length).toBeGreaterThan(6);
    for (const { path, query: sent } of psa.sandbox.exchanges.filter((one) => one.path.endsWith('/service/tickets'))) {
      const parameters = new Map(sent);
      expect(path).toContain('/service/tickets');
      expect(parameters.get('conditions')).toContain('company/id=11');
      expect(parameters.get('orderBy')).toBe('id asc');
    }
  });

  it('go forward only with pageId, and keep their conditions', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listMember.run(psa.context(), { limit: 2, cursor }, tag);
      seen.push(...page.items.map((member) => member.handle));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(['tlind', 'sbauer', 'agomez', 'mreyes', 'jokafor', 'kivanov', 'pdubois']);
    const calls = psa.sandbox.exchanges.filter((one) => one.path.endsWith('/system/members'));
    expect(calls).toHaveLength(4);
    for (const call of calls) {
      expect(call.requestHeaders['pagination-type']).toBe('forward-only');
      expect(new Map(call.query).get('conditions')).toBe('inactiveFlag=False');
    }
  });

  it('never follow an address from the Link header', async () => {
    const context = psa.context();
    const honest = context.send;
    context.send = async (request) => {
      const response = await honest(request);
      const link = response.headers.link?.replace(psa.sandbox.origin, 'https://evil.example');
      return { ...response, headers: { ...response.headers, ...(link ? { link } : {}) } };
    };
    const page = await listMember.run(context, { limit: 2 }, tag);
    await listMember.run(context, { limit: 2, cursor: page.next }, tag);
    expect(psa.sent.filter((request) => !request.url.startsWith(psa.sandbox.origin))).toHaveLength(0);
  });

  it('a condition too long for an address goes by POST, which is still a read', async () => {
    const { id } = await open('needle');
    const short = await searchTicket.run(psa.context(), { text: 'needle', limit: 5 }, tag);
    expect(short.items.map((ticket) => ticket.id)).toEqual([id]);
    expect(psa.sent.at(-1)?.method).toBe('GET');
    const manyBrackets = '['.repeat(190);
    const none = await searchTicket.run(
      psa.context(),
      { text: manyBrackets, externalKey: '['.repeat(100), limit: 5 },
      tag,
    );
    expect(none.items).toEqual([]);
    const search = psa.sent.at(-1);
    expect(search).toMatchObject({ method: 'POST', mutates: false });
    expect(search?.url).toMatch(/\/service\/tickets\/search\?pageSize=5$/);
  });
});
