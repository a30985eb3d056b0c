import { describe, expect, it } from 'vitest';
import { ConditionsError, parseConditions } from './conditions-grammar.ts';

const row = {
  id: 7,
  summary: 'Printer [floor 2] down',
  closedFlag: false,
  status: { id: 2, name: 'In Progress' },
  board: { name: 'Help Desk' },
  _info: { lastUpdated: '2026-01-31T18:04:26Z' },
};
const matches = (conditions: string) => parseConditions(conditions, (path) => path.split('/')[0] !== 'nonsense')(row);

describe('the grammar of conditions in the sandbox', () => {
  it.each([
    'id = 7',
    'id=7 and closedFlag=False',
    'id != 8',
    'id > 6 and id < 8 and id >= 7 and id <= 7',
    'board/name = "help desk"',
    'status/id in (1,2)',
    'status/id not in (3)',
    'summary contains "floor"',
    'summary like "Printer*"',
    'summary like "*[[]floor*"',
    'not (id = 8)',
    'id = 8 or id = 7 and closedFlag = False',
    '(id = 8 or id = 7) and status/name = "In Progress"',
    'lastUpdated >= [2026-01-31T18:04:26Z]',
    'lastUpdated < [2026-02-01T00:00:00Z]',
    'owner/id = null',
    'status/name != null',
  ])('%s holds', (conditions) => {
    expect(matches(conditions)).toBe(true);
  });

  it.each([
    'id = 8',
    'id = 7 and closedFlag = True',
    'lastUpdated > [2026-01-31T18:04:26Z]',
    'summary like "Printer"',
    'summary like "*down*x"',
    'id = "7"',
    'summary = 7',
    'not id = 7',
    'owner/id = 1',
  ])('%s does not hold', (conditions) => {
    expect(matches(conditions)).toBe(false);
  });

  it.each([
    'id =',
    'id 7',
    'id = 7 and',
    '(id = 7',
    'id = 7)',
    "summary = 'single'",
    'summary = unquoted',
    'lastUpdated > [soon]',
    'nonsense = 1',
    'status/id in 1,2',
    'summary = "open',
    'id ~ 7',
    'id = 7; drop',
    '',
  ])('%s is refused', (conditions) => {
    expect(() => matches(conditions)).toThrow(ConditionsError);
  });
});
