import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ticketNoteSchema, ticketSchema } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { hasReference, withReference } from '#connectors/sdk/tickets/note-reference.ts';
import { findStatus, pickClosedStatus, pickPriority, toNote, toNoteBody, toPriority, toTicket } from './transform.ts';
import { noteShape, ticketShape } from './vendor-shapes.ts';

describe('priorities', () => {
  it.each([
    ['Priority 1 - Emergency Response', 'critical'],
    ['Priority 2 - Quick Response', 'high'],
    ['Priority 3 - Normal Response', 'medium'],
    ['Priority 4 - Scheduled Maintenance', 'low'],
    ['P1', 'critical'],
    ['2', 'high'],
    ['Urgent', 'critical'],
    ['Medium', 'medium'],
    ['VIP', null],
    ['Priority 12', null],
    ['Do Not Respond', null],
  ])('"%s" means %s', (name, priority) => {
    expect(toPriority(name)).toBe(priority);
  });

  it("picks the tenant's default among several that mean the same", () => {
    const rows = [
      { id: 7, name: 'Urgent', sortOrder: 1 },
      { id: 9, name: 'Emergency', sortOrder: 2, defaultFlag: true },
    ];
    expect(pickPriority(rows, 'critical')?.id).toBe(9);
    expect(pickPriority(rows, 'low')).toBeUndefined();
  });
});

describe('statuses', () => {
  const rows = [
    { id: 1, name: 'New' },
    { id: 2, name: '>Closed', closedStatus: true, sortOrder: 1 },
    { id: 3, name: 'Completed', closedStatus: true, sortOrder: 5 },
    { id: 4, name: 'Closed - cancelled', closedStatus: true, sortOrder: 0 },
    { id: 5, name: 'Resolved', closedStatus: true, inactive: true },
  ];

  it('the closing status is one that means solved, not cancelled, and is in use', () => {
    expect(pickClosedStatus(rows)?.name).toBe('Completed');
    expect(pickClosedStatus(rows.filter((row) => row.id !== 3))?.name).toBe('>Closed');
    expect(pickClosedStatus([{ id: 1, name: 'New' }])).toBeUndefined();
  });

  it('is found by id or by name without case; an inactive one is not found', () => {
    expect(findStatus(rows, '3')?.id).toBe(3);
    expect(findStatus(rows, ' completed ')?.id).toBe(3);
    expect(findStatus(rows, 'Resolved')).toBeUndefined();
  });
});

describe('notes', () => {
  const note = { visibility: 'internal' as const, body: 'Checked the disk.', notify: false };

  it('an internal note carries the internal flag only, and no e-mail', () => {
    expect(toNoteBody(note, 'mspclaw:r:p:1', 'note')).toEqual({
      text: 'Checked the disk.\n\nRef mspclaw:r:p:1',
      detailDescriptionFlag: false,
      internalAnalysisFlag: true,
      resolutionFlag: false,
      processNotifications: false,
    });
  });

  it('an internal resolution never gets the flag that shows it to the customer', () => {
    expect(toNoteBody(note, 't', 'resolution').resolutionFlag).toBe(false);
    expect(toNoteBody({ ...note, visibility: 'public', notify: true }, 't', 'resolution')).toMatchObject({
      detailDescriptionFlag: true,
      internalAnalysisFlag: false,
      resolutionFlag: true,
      processNotifications: true,
    });
  });

  it('our reference is the last line, and only there', () => {
    expect(hasReference(withReference('text', 'mspclaw:a:b:1'), 'mspclaw:a:b:1')).toBe(true);
    expect(hasReference('Ref mspclaw:a:b:1\nsomebody quoted it', 'mspclaw:a:b:1')).toBe(false);
    expect(hasReference(withReference('text', 'mspclaw:a:b:11'), 'mspclaw:a:b:1')).toBe(false);
  });

  it.each([
    [{ detailDescriptionFlag: true }, 'public'],
    [{ detailDescriptionFlag: true, internalAnalysisFlag: true }, 'public'],
    [{ internalAnalysisFlag: true, resolutionFlag: true }, 'internal'],
    [{ resolutionFlag: true }, 'public'],
    [{}, 'internal'],
  ])('flags %o read as %s', (flags, visibility) => {
    expect(toNote({ id: 1, ...flags }).visibility).toBe(visibility);
  });

  it('a time entry and a note with the same number stay apart', () => {
    expect(toNote({ id: 5, noteType: 'TicketNote' }).id).toBe('5');
    expect(toNote({ id: 5, noteType: 'TimeEntryNote' }).id).toBe('TimeEntryNote:5');
  });
});

describe('times', () => {
  it('are UTC; one without a zone is UTC too; nonsense is absent', () => {
    expect(toInstant('2005-05-27T14:58:21Z')).toBe('2005-05-27T14:58:21.000Z');
    expect(toInstant('2005-08-24T00:00:00')).toBe('2005-08-24T00:00:00.000Z');
    expect(toInstant('2005-08-24T02:00:00+02:00')).toBe('2005-08-24T00:00:00.000Z');
    expect(toInstant('yesterday')).toBeNull();
    expect(toInstant(null)).toBeNull();
  });
});

const samples = join(import.meta.dirname, '../../../../shared/vendors/connectwise-psa/samples.json');
const hasSamples = existsSync(samples);
if (!hasSamples) console.info('skipped: real-shape payloads of ../shared are not here');

describe.skipIf(!hasSamples)('real-shape payloads', () => {
  const payload = (name: string): unknown => JSON.parse(readFileSync(samples, 'utf8'))[name];

  it('a service ticket becomes a ticket of ours', () => {
    const ticket = toTicket(ticketShape.parse(payload('service_ticket')), { url: 'https://psa.example/1' });
    expect(ticketSchema.parse(ticket)).toMatchObject({
      id: '69',
      title: 'Schedule and Execute Conversion',
      board: { id: '1', name: 'Service A' },
      status: { id: '1', name: 'New' },
      client: { id: '2', name: 'TestCompany' },
      assignee: { id: '176' },
      category: 'Admin / Repair',
    });
  });

  it('its notes become notes of ours', () => {
    const notes = noteShape.array().parse(payload('service_note_list')).map(toNote);
    expect(notes.length).toBeGreaterThan(0);
    for (const note of notes) expect(ticketNoteSchema.safeParse(note).success).toBe(true);
    expect(notes[0]).toMatchObject({ visibility: 'public', text: 'Some Text On This Note' });
  });
});
