import { expect, it } from 'vitest';
import { describeWeek } from './describe-week.ts';

const day = [{ from: 480, to: 1_080 }];
const lunch = [
  { from: 480, to: 720 },
  { from: 780, to: 1_020 },
];
const always = [{ from: 0, to: 1_440 }];

it.each([
  [[day, day, day, day, day, [], []], ['Mon to Fri 08:00–18:00']],
  [
    [day, day, lunch, [], day, [], always],
    ['Mon to Tue 08:00–18:00', 'Wed 08:00–12:00, 13:00–17:00', 'Fri 08:00–18:00', 'Sun around the clock'],
  ],
  [Array.from({ length: 7 }, () => always), ['Every day around the clock']],
  [Array.from({ length: 7 }, () => []), ['Never open']],
])('a week is said in as few words as it takes', (week, said) => expect(describeWeek(week)).toEqual(said));
