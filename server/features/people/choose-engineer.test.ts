import { describe, expect, it } from 'vitest';
import { type Candidate, chooseEngineer } from './choose-engineer.ts';
import { topicsOf } from './people-port.ts';

const engineer = (name: string, tier: string, skills: string[], openTickets = 0): Candidate => ({
  id: `id-${name}`,
  name,
  tier,
  skills,
  openTickets,
});
const team = [
  engineer('Tomas', 'tier1', ['printing', 'Outlook'], 1),
  engineer('Sophie', 'tier1', ['disk', 'Outlook'], 0),
  engineer('Maria', 'tier2', ['PowerShell', 'Windows services'], 4),
  engineer('Joy', 'tier2', ['networking'], 2),
  engineer('Lena', 'tier3', ['PowerShell', 'patching', 'Active Directory'], 0),
];

describe('choosing an engineer', () => {
  it('takes one who knows the matter, of the tier asked for', () => {
    const chosen = chooseEngineer({ to: 'tier2', topics: ['process.crash', 'powershell.exe'] }, team);
    expect(chosen).toMatchObject({ name: 'Maria', reasons: ['tier 2', 'knows PowerShell'] });
  });

  it('goes a tier up for somebody who knows more of it', () => {
    const chosen = chooseEngineer({ to: 'L2', topics: ['PowerShell crashes after failed patches'] }, team);
    expect(chosen).toMatchObject({ name: 'Lena', reasons: ['tier 3', 'knows PowerShell', 'knows patching'] });
  });

  it('never goes below the tier asked for', () => {
    for (const to of ['tier2', 'Tier 2', 'L2', 'level-2', '2']) {
      expect(['Maria', 'Joy', 'Lena']).toContain(chooseEngineer({ to, topics: ['printer offline'] }, team)?.name);
    }
    expect(chooseEngineer({ to: 'tier2', topics: [] }, team.slice(0, 2))).toBeNull();
  });

  it('takes who has least to do when nothing else decides, and says so', () => {
    const chosen = chooseEngineer({ to: 'tier2', topics: ['backup'] }, team);
    expect(chosen?.name).toBe('Joy');
    expect(chosen?.reasons).toEqual(['tier 2', 'nobody of this tier lists a matching skill']);
    const busy = chooseEngineer({ to: 'tier1', topics: ['Outlook'] }, team);
    expect(busy).toMatchObject({ name: 'Sophie', reasons: ['tier 1', 'knows Outlook', 'fewest open tickets (0)'] });
  });

  it('takes the person that was named', () => {
    expect(chooseEngineer({ to: 'sophie', topics: ['PowerShell'] }, team)?.engineerId).toBe('id-Sophie');
  });

  it('chooses nobody from nobody', () => {
    expect(chooseEngineer({ to: 'tier1', topics: [] }, [])).toBeNull();
  });
});

it('reads topics from kind, category, title and the facts of the alert', () => {
  const topics = topicsOf({
    alert: { kind: 'process.crash', title: 'crashed', data: { process: 'powershell.exe', eventId: 1000 } },
    ticket: { category: 'Endpoint / PowerShell', description: 'assign this to Sophie' },
    device: null,
  });
  expect(topics).toEqual(['process.crash', 'crashed', 'powershell.exe', 'Endpoint / PowerShell']);
});
