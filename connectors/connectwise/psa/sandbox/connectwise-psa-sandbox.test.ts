// That the sandbox misbehaves as ConnectWise does. What is tested here is the sandbox, by a client that makes mistakes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { api, type PsaHarness, startPsaHarness } from '../testing/psa-harness.ts';
import { startCallbackReceiver } from './callback-receiver.ts';

let psa: PsaHarness;
beforeEach(async () => {
  psa = await startPsaHarness();
});
afterEach(() => psa.close());

type Row = Record<string, unknown> & { id: number };
const json = async (path: string, init?: RequestInit) => (await psa.call(`${api}${path}`, init)).json();
const list = async (path: string): Promise<Row[]> => json(path);
const send = (method: string, path: string, body: unknown) =>
  psa.call(`${api}${path}`, { method, body: JSON.stringify(body) });
const ticket = () =>
  psa.world.addTicket({ title: 'Printer', clientId: 11, category: 'Printing', contactId: 51 }, 'tlind');
const where = (conditions: string) => `?conditions=${encodeURIComponent(conditions)}`;

describe('the sandbox of ConnectWise PSA', () => {
  it('quirk 1: PATCH of a path into a reference answers 200 and does nothing', async () => {
    const { id } = ticket();
    const answer = await send('PATCH', `/service/tickets/${id}`, [
      { op: 'replace', path: 'company/identifier', value: 'harbor' },
    ]);
    expect(answer.status).toBe(200);
    expect((await answer.json()).company.identifier).toBe('acme');
  });

  it('PATCH with a status of another board is 400 and names the field', async () => {
    const { id } = ticket();
    const answer = await send('PATCH', `/service/tickets/${id}`, [
      { op: 'replace', path: 'status', value: { id: 202 } },
    ]);
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors).toMatchObject([{ field: 'status' }]);
  });

  it('quirk 4: PATCH of board and status works in one call, board first, and not the other way', async () => {
    const { id } = ticket();
    const board = { op: 'replace', path: 'board', value: { id: 2 } };
    const status = { op: 'replace', path: 'status', value: { id: 202 } };
    expect((await send('PATCH', `/service/tickets/${id}`, [status, board])).status).toBe(400);
    expect(await (await send('PATCH', `/service/tickets/${id}`, [board, status])).json()).toMatchObject({
      board: { id: 2 },
      status: { id: 202 },
    });
  });

  it('PATCH paths are case-sensitive', async () => {
    const answer = await send('PATCH', `/service/tickets/${ticket().id}`, [
      { op: 'replace', path: 'Summary', value: 'x' },
    ]);
    expect(answer.status).toBe(400);
  });

  it('quirk 3: PUT empties every field that was left out', async () => {
    const { id } = ticket();
    const before = await json(`/service/tickets/${id}`);
    const answer = await send('PUT', `/service/tickets/${id}`, { summary: before.summary, company: before.company });
    expect(before).toMatchObject({ contact: { id: 51 }, type: { name: 'Printing' } });
    const after = await answer.json();
    expect(after).not.toHaveProperty('contact');
    expect(after).not.toHaveProperty('type');
  });

  it('an unordered list moves under writes', async () => {
    const [first] = await list('/service/tickets?pageSize=3');
    const moved = psa.world.state.tickets.at(3);
    if (!moved) throw new Error('the world has no tickets');
    psa.pass(1_000);
    psa.world.updateTicket(moved, {}, 'tlind');
    const [after] = await list('/service/tickets?pageSize=3');
    expect(first?.id).not.toBe(moved.id);
    expect(after?.id).toBe(moved.id);
  });

  it('pages have 25 rows and Link headers', async () => {
    const answer = await psa.call(`${api}/service/tickets?page=1`);
    expect(await answer.json()).toHaveLength(25);
    expect(answer.headers.get('link')).toMatch(/<[^>]+page=2[^>]*>; rel="next"/);
    const last = await psa.call(`${api}/service/tickets?page=2`);
    expect(last.headers.get('link')).toMatch(/rel="prev".*rel="first"/);
  });

  it('forward-only paging ignores page and orderBy and goes by pageId', async () => {
    const headers = { 'pagination-type': 'forward-only' };
    const answer = await psa.call(`${api}/service/tickets?pageSize=4&page=3&orderBy=id%20desc`, { headers });
    const rows: Row[] = await answer.json();
    const ids = rows.map((row) => row.id);
    expect(ids).toEqual(ids.toSorted());
    const next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
    expect(new URL(next).searchParams.get('pageId')).toBe(String(ids.at(-1)));
    const more: Row[] = await (await psa.call(next.slice(psa.sandbox.origin.length), { headers })).json();
    expect(more[0]?.id).toBeGreaterThan(ids.at(-1) ?? 0);
  });

  it('conditions select, and wrong ones are 400', async () => {
    const { id } = ticket();
    expect(await list(`/service/tickets${where('company/identifier="acme" and closedFlag=False')}`)).toMatchObject([
      { id },
    ]);
    expect(await json(`/service/tickets/count${where('closedFlag=False')}`)).toEqual({ count: 1 });
    for (const wrong of ['summary = unquoted', 'nonsense = 1', 'summary = "a" b"', "summary = 'x'"]) {
      expect((await psa.call(`${api}/service/tickets${where(wrong)}`)).status, wrong).toBe(400);
    }
  });

  it('an address of more than 2,000 characters is refused, a search by POST is not', async () => {
    const conditions = `summary like "*${'x'.repeat(2_100)}*"`;
    expect((await psa.call(`${api}/service/tickets${where(conditions)}`)).status).toBe(414);
    expect(await (await send('POST', '/service/tickets/search', { conditions })).json()).toEqual([]);
  });

  it('fields trims the answer', async () => {
    const [row] = await list('/service/tickets?pageSize=1&fields=id,status/name');
    expect(Object.keys(row ?? {})).toEqual(['id', 'status']);
    expect(Object.keys((row?.status as object) ?? {})).toEqual(['name']);
  });

  it('a missing clientId is answered in text that is not JSON', async () => {
    const answer = await psa.call(`${api}/service/boards`, { headers: { clientId: '' } });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toMatch(/^Cannot/);
  });

  it.each([401, 403, 404] as const)('a wrong key can look like %i', async (status) => {
    psa.state.wrongKeyStatus = status;
    expect((await psa.call(`${api}/service/boards`, { headers: { authorization: 'Basic eDp5' } })).status).toBe(status);
  });

  it('a codebase of yesterday is 404 in HTML, the literal v4_6_release always works', async () => {
    const old = await psa.call('/v2019_1/apis/3.0/service/boards');
    expect(old.status).toBe(404);
    expect(await old.text()).toMatch(/<h2>/);
    expect((await psa.call('/v2026_1/apis/3.0/service/boards')).status).toBe(200);
    expect((await psa.call('/v4_6_release/apis/3.0/service/boards')).status).toBe(200);
  });

  it('an unknown company is null', async () => {
    expect(await (await psa.call('/login/companyinfo/nobody')).json()).toBeNull();
    expect(await (await psa.call('/login/companyinfo/MSPdemo')).json()).toMatchObject({ Codebase: 'v2026_1/' });
  });

  it('429 comes with Retry-After and its own body', async () => {
    psa.sandbox.addFault({ kind: 'status', status: 429, retryAfterSeconds: 30, requests: 1 });
    const answer = await psa.call(`${api}/service/boards`);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect(await answer.json()).toEqual({
      error: 'ConnectWiseAPI',
      message: 'Too many requests. Please try again in 30 seconds.',
    });
  });

  it('a note without any flag is refused; one without processNotifications sends e-mail', async () => {
    const path = `/service/tickets/${ticket().id}/notes`;
    expect((await send('POST', path, { text: 'x' })).status).toBe(400);
    expect((await send('POST', path, { text: 'x', internalAnalysisFlag: true })).status).toBe(201);
    expect(psa.world.state.notes.at(-1)).toMatchObject({ visibility: 'internal', notified: true });
  });

  it('a time entry is a note in allNotes only', async () => {
    const { id } = ticket();
    const entry = {
      chargeToId: id,
      chargeToType: 'ServiceTicket',
      timeStart: '2026-11-20T07:00:00Z',
      timeEnd: '2026-11-20T07:30:00Z',
      notes: 'Replaced the toner.',
      addToDetailDescriptionFlag: true,
    };
    expect((await send('POST', '/time/entries', entry)).status).toBe(201);
    expect(await list(`/service/tickets/${id}/notes`)).toEqual([]);
    expect(await list(`/service/tickets/${id}/allNotes`)).toMatchObject([
      { noteType: 'TimeEntryNote', text: 'Replaced the toner.', detailDescriptionFlag: true },
    ]);
  });

  it('initial texts become notes and are not given back', async () => {
    const answer = await send('POST', '/service/tickets', {
      summary: 'x',
      company: { id: 11 },
      initialDescription: 'for all',
      initialInternalAnalysis: 'for us',
    });
    const made = await answer.json();
    expect(answer.status).toBe(201);
    expect(made).not.toHaveProperty('initialDescription');
    const notes = await list(`/service/tickets/${made.id}/notes?orderBy=id%20asc`);
    expect(notes.map((note) => [note.text, note.internalAnalysisFlag])).toEqual([
      ['for all', false],
      ['for us', true],
    ]);
  });

  it('quirk 7: a deleted ticket is simply 404', async () => {
    const { id } = ticket();
    expect((await send('DELETE', `/service/tickets/${id}`, undefined)).status).toBe(204);
    expect((await psa.call(`${api}/service/tickets/${id}`)).status).toBe(404);
  });

  it("configurations are inventory of the world's devices: no online state", async () => {
    const [row] = await list(`/company/configurations${where('name="ACME-WS-014"')}`);
    expect(row).toMatchObject({
      deviceIdentifier: psa.world.device('ACME-WS-014')?.uid,
      company: { identifier: 'acme' },
    });
    expect(Object.keys(row ?? {}).filter((name) => /online|lastSeen|uptime/i.test(name))).toEqual([]);
  });
});

describe('its callbacks', () => {
  const callback = { url: 'http://127.0.0.1:9/hook?recordId=', objectId: 1, type: 'ticket', level: 'owner' };

  it('need url, objectId, type and level', async () => {
    const answer = await send('POST', '/system/callbacks', { url: callback.url });
    expect((await answer.json()).errors.map((one: { field: string }) => one.field)).toEqual([
      'objectId',
      'type',
      'level',
    ]);
  });

  it('are not made for a write with skipCallback, nor for the own member when told so', async () => {
    const receiver = await startCallbackReceiver();
    const base = receiver.origin;
    await send('POST', '/system/callbacks', { ...callback, url: `${base}/all?recordId=` });
    await send('POST', '/system/callbacks', {
      ...callback,
      url: `${base}/others?recordId=`,
      isSelfSuppressedFlag: true,
    });
    await send('POST', '/service/tickets', { summary: 'silent', company: { id: 11 }, skipCallback: true });
    const loud = await (await send('POST', '/service/tickets', { summary: 'loud', company: { id: 11 } })).json();
    const { id } = psa.world.addTicket({ title: 'by a technician', clientId: 11 }, 'tlind');
    await psa.sandbox.deliveries.idle();
    const got = await receiver.received(3);
    await receiver.close();
    expect(got.map((one) => one.address).toSorted()).toEqual(
      [
        `/all?recordId=${loud.id}&action=added`,
        `/all?recordId=${id}&action=added`,
        `/others?recordId=${id}&action=added`,
      ].toSorted(),
    );
  });

  it('are dropped after a 500, and switched off after three days of failures', async () => {
    const receiver = await startCallbackReceiver();
    receiver.status = 500;
    const url = `${receiver.url}?recordId=`;
    await send('POST', '/system/callbacks', { ...callback, url });
    for (let hours = 0; hours <= 78; hours += 13) {
      psa.world.addTicket({ title: 'news', clientId: 11 }, 'tlind');
      await psa.sandbox.deliveries.idle();
      psa.pass(13 * 3_600_000);
    }
    await receiver.close();
    expect(psa.sandbox.deliveries.log.every((one) => one.attempt === 1 && one.status === 500)).toBe(true);
    expect(await list('/system/callbacks')).toMatchObject([{ inactiveFlag: true }]);
    const sent = psa.sandbox.deliveries.log.length;
    psa.world.addTicket({ title: 'nobody hears', clientId: 11 }, 'tlind');
    await psa.sandbox.deliveries.idle();
    expect(psa.sandbox.deliveries.log).toHaveLength(sent);
  });
});
