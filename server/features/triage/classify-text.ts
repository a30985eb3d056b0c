// What a ticket is about, from its words, when nobody said. A handful of plain rules: the classifier that learns from
// the org's own closed tickets will stand in their place. Pure.
interface TextRule {
  category: string;
  noun: string;
  words: RegExp;
  next: string[];
}

const rules: TextRule[] = [
  {
    category: 'Security / suspicious activity',
    noun: 'something suspicious',
    words: /\b(phish\w*|malware|ransomware|virus|suspicious|hacked|breach)\b/i,
    next: ['Do not click anything in it; isolate the device if a file was opened', 'Look at sign-ins of the last day'],
  },
  {
    category: 'Account / password',
    noun: 'a sign-in that does not work',
    words: /\b(password|locked out|lock(ed)?-?out|sign[ -]?in|log[ -]?in|log ?on|mfa|2fa|authenticator)\b/i,
    next: ['Verify who is calling before anything is reset', 'Check the account for a lock and for sign-ins elsewhere'],
  },
  {
    category: 'Hardware / printing',
    noun: 'printing',
    words: /\b(print\w*|toner|spooler|scanner)\b/i,
    next: ['Look at the print spooler and its queue', 'Compare the driver version with a device that prints'],
  },
  {
    category: 'E-mail',
    noun: 'e-mail',
    words: /\b(outlook|e-?mail|mailbox|exchange|calendar)\b/i,
    next: ['Check the size of the mailbox and the state of the service', 'Open the mailbox on the web'],
  },
  {
    category: 'Network / connection',
    noun: 'the connection',
    words: /\b(vpn|wi-?fi|wlan|network|internet|dns|firewall|offline)\b/i,
    next: ['Ask whether others at the site are affected', 'Check the line and the last change to the firewall'],
  },
  {
    category: 'Hardware / disk space',
    noun: 'storage',
    words: /\b(disk|drive|storage)\b.*\b(full|space|low)\b|\bout of space\b/i,
    next: ['Find what grew, clear caches'],
  },
  {
    category: 'Backup',
    noun: 'a backup',
    words: /\b(backups?|restore|veeam)\b/i,
    next: ['Read the last job’s error', 'Check free space at the target'],
  },
  {
    category: 'Software / process crash',
    noun: 'a program that crashes',
    words: /\b(crash\w*|not responding|freez\w*|hang(s|ing)|blue ?screen|powershell)\b/i,
    next: ['Read the event log around the time', 'Look for failed patches on the device'],
  },
  {
    category: 'Hardware',
    noun: 'hardware',
    words: /\b(laptop|monitor|screen|keyboard|mouse|dock\w*|battery|headset)\b/i,
    next: ['Try another cable, port or device'],
  },
];

export const textCategories = rules.map(({ category }) => category);

export function classifyText(text: string): { category: string; noun: string; next: string[]; isKnownKind: boolean } {
  const rule = rules.find(({ words }) => words.test(text.slice(0, 4_000)));
  if (!rule)
    return { category: 'Uncategorised', noun: 'something', next: ['Read the ticket and decide'], isKnownKind: false };
  const { category, noun, next } = rule;
  return { category, noun, next, isKnownKind: true };
}
