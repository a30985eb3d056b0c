import { describe, expect, it } from 'vitest';
import { type MappingKind, ticketStages, type VendorValue } from './mapping.schema.ts';
import { ourWords } from './our-words.ts';
import { suggestValues, surest } from './suggest-value.ts';

const blank = { board: null, isClosed: null, isDefault: null, rank: null };
const status = (name: string, isClosed = false, isDefault = false): VendorValue => ({
  ...blank,
  id: name,
  name,
  isClosed,
  isDefault,
});
const priority = (name: string, rank: number | null = null, isDefault = false): VendorValue => ({
  ...blank,
  id: name,
  name,
  rank,
  isDefault,
});
const category = (name: string): VendorValue => ({ ...blank, id: name, name });

/** word -> what would be used without a person */
const used = (kind: MappingKind, values: VendorValue[]) =>
  Object.fromEntries(
    ourWords[kind].flatMap((word) => {
      const found = surest(suggestValues(kind, word, values));
      return found ? [[word.word, found.name]] : [];
    }),
  );

describe('statuses', () => {
  it('are told by name, by what new tickets get and by what closes', () => {
    const values = [
      status('New (not responded)', false, true),
      status('Assigned'),
      status('In Progress'),
      status('Waiting Client Response'),
      status('Waiting on Supplier'),
      status('Completed', true),
      status('>Closed', true),
    ];
    expect(used('status', values)).toEqual({
      new: 'New (not responded)',
      'in-progress': 'In Progress',
      'waiting-customer': 'Waiting Client Response',
      'waiting-vendor': 'Waiting on Supplier',
      resolved: 'Completed',
      closed: '>Closed',
    });
  });

  it('that close a ticket never stand for work under way, and the only one that closes stands for both ends', () => {
    const values = [status('In progress - done', true), status('Working')];
    expect(used('status', values)).toEqual({
      'in-progress': 'Working',
      resolved: 'In progress - done',
      closed: 'In progress - done',
    });
  });

  it('of which two fit equally well are left to a person, who is shown both with the reason', () => {
    const word = ourWords.status.find((one) => one.word === 'waiting-customer') ?? { word: '', title: '' };
    const found = suggestValues('status', word, [status('Waiting customer'), status('Waiting for client')]);
    expect(surest(found)).toBeNull();
    expect(found.map((one) => one.name)).toEqual(['Waiting customer', 'Waiting for client']);
    expect(found[0]?.reason).toContain('"Waiting for client" fits as well');
  });

  it('without a telling name give nothing', () => {
    expect(used('status', [status('Phase 1'), status('Phase 2')])).toEqual({});
    for (const word of ticketStages) {
      expect(suggestValues('status', { word, title: word }, [status('Lorem')])).toEqual([]);
    }
  });
});

describe('priorities', () => {
  it('are told by name whatever their order', () => {
    const values = [priority('Low'), priority('Priority 1 - Critical'), priority('Normal Response'), priority('High')];
    expect(used('priority', values)).toEqual({
      critical: 'Priority 1 - Critical',
      high: 'High',
      medium: 'Normal Response',
      low: 'Low',
    });
  });

  it('that are four in an order are told by it where names tell nothing', () => {
    const values = [priority('Gold', 0), priority('Silver', 1), priority('Bronze', 2), priority('Tin', 3)];
    expect(used('priority', values)).toEqual({ critical: 'Gold', high: 'Silver', medium: 'Bronze', low: 'Tin' });
    expect(used('priority', values.slice(0, 3))).toEqual({});
  });

  it('whose name says two things are left to a person', () => {
    expect(used('priority', [priority('Priority 1 - High'), priority('Other')])).toEqual({});
  });
});

describe('categories', () => {
  it('are told by the words that matter', () => {
    const values = ['Printer', 'Email', 'Password reset', 'Network', 'Backups', 'Hardware', 'Billing'].map(category);
    const found = used('category', values);
    expect(found).toMatchObject({
      'Hardware / printing': 'Printer',
      'E-mail': 'Email',
      'Account / password': 'Password reset',
      Backup: 'Backups',
      Hardware: 'Hardware',
    });
    expect(Object.values(found)).not.toContain('Billing');
  });

  it('that are only wider are shown and not used', () => {
    const word = { word: 'Hardware / disk space', title: 'Hardware / disk space' };
    const [first] = suggestValues('category', word, [category('Hardware')]);
    expect(first).toMatchObject({ name: 'Hardware', confidence: 0.65 });
  });
});
