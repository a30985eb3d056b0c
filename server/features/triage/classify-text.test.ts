import { describe, expect, it } from 'vitest';
import { classifyText } from './classify-text.ts';

describe('the words of a ticket', () => {
  it.each([
    ['Locked out of my account after holiday', 'Account / password'],
    ['Printer on the 2nd floor prints nothing', 'Hardware / printing'],
    ['Outlook asks for the profile again', 'E-mail'],
    ['VPN drops every hour', 'Network / connection'],
    ['C: drive is almost full', 'Hardware / disk space'],
    ['Nightly backup failed', 'Backup'],
    ['Excel keeps crashing', 'Software / process crash'],
    ['Docking station does not charge', 'Hardware'],
    ['Is this e-mail phishing?', 'Security / suspicious activity'],
  ])('%s', (title, category) => {
    expect(classifyText(title)).toMatchObject({ category, isKnownKind: true });
  });

  it('say nothing when they say nothing', () => {
    expect(classifyText('Please call me back')).toMatchObject({ category: 'Uncategorised', isKnownKind: false });
  });

  it('cost no more when there are many of them', () => {
    expect(classifyText(`${'disk '.repeat(200_000)}`).category).toBe('Uncategorised');
  });
});
