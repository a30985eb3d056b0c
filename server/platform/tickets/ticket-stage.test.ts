import { describe, expect, it } from 'vitest';
import { type StatusMappingRow, stageByName, stageOf, type TicketStage } from './ticket-stage.ts';

describe('the stage of a status, by its name', () => {
  it.each<[string, boolean, TicketStage | null]>([
    ['New', false, 'new'],
    ['New (not responded)', false, 'new'],
    ['>Unassigned', false, 'new'],
    ['In Progress', false, 'in-progress'],
    ['Work-In-Progress', false, 'in-progress'],
    ['Re-Opened', false, 'in-progress'],
    ['Waiting Client Response', false, 'waiting-customer'],
    ['Awaiting end user', false, 'waiting-customer'],
    ['With User', false, 'waiting-customer'],
    ['Pending - Customer', false, 'waiting-customer'],
    ['Waiting on 3rd Party', false, 'waiting-vendor'],
    ['On hold: parts', false, 'waiting-vendor'],
    ['Resolved', false, 'resolved'],
    ['Completed', true, 'resolved'],
    ['Closed', true, 'closed'],
    ['>Closed - resolved', true, 'closed'],
    ['Void', true, 'closed'],
    // a clock must not be stopped by a guess
    ['On hold', false, null],
    ['Phase 2', false, null],
    ['Customer', false, null],
  ])('"%s" (closed: %s) is %s', (name, isClosed, stage) => {
    expect(stageByName(name, isClosed)).toBe(stage);
  });
});

describe('the stage of a ticket', () => {
  const rows: StatusMappingRow[] = [
    { stage: 'in-progress', boardId: '', statusId: '5', isChosen: true },
    { stage: 'waiting-vendor', boardId: 'b1', statusId: '5', isChosen: false },
    { stage: 'resolved', boardId: '', statusId: '9', isChosen: false },
    { stage: 'closed', boardId: '', statusId: '9', isChosen: false },
  ];
  const ticket = { statusId: '5', statusName: 'New', boardId: 'b1', isClosed: false };

  it('is what the mapping of its board says, else that of every board, else what the name says', () => {
    expect(stageOf(ticket, rows)).toBe('waiting-vendor');
    expect(stageOf({ ...ticket, boardId: 'b2' }, rows)).toBe('in-progress');
    expect(stageOf({ ...ticket, boardId: null }, rows)).toBe('in-progress');
    expect(stageOf({ ...ticket, statusId: '6' }, rows)).toBe('new');
    expect(stageOf({ ...ticket, statusId: null, statusName: 'Odd' }, rows)).toBeNull();
  });

  it('is what a person chose before what we suggested for the same status', () => {
    const both: StatusMappingRow[] = [
      { stage: 'waiting-customer', boardId: '', statusId: '7', isChosen: false },
      { stage: 'in-progress', boardId: '', statusId: '7', isChosen: true },
    ];
    expect(stageOf({ ...ticket, statusId: '7', statusName: 'Waiting for client' }, both)).toBe('in-progress');
  });

  it('is told by the name where one status stands for two of our words', () => {
    expect(stageOf({ ...ticket, statusId: '9', statusName: 'Closed', isClosed: true }, rows)).toBe('closed');
    expect(stageOf({ ...ticket, statusId: '9', statusName: 'Completed', isClosed: true }, rows)).toBe('resolved');
    expect(stageOf({ ...ticket, statusId: '9', statusName: 'Odd', isClosed: false }, rows)).toBe('resolved');
  });
});
