import { expect, it } from 'vitest';
import { osFamilyOfWords, roleOfWords } from './device-words.ts';

it.each([
  ['Managed Server Windows Server 2022', 'server', 'windows'],
  ['Managed Workstation Windows 11 Pro', 'workstation', 'windows'],
  ['macOS 15.6', 'workstation', 'macos'],
  ['OSX 10.15', 'other', 'macos'],
  ['Firewall', 'network', 'other'],
  ['Ubuntu 24.04 Server', 'server', 'linux'],
  ['Darwin', 'other', 'other'],
  ['iOS', 'other', 'other'],
  ['Printer', 'other', 'other'],
  ['', 'other', 'other'],
])('"%s" is a %s with %s', (words, role, family) => {
  expect([roleOfWords(words), osFamilyOfWords(words)]).toEqual([role, family]);
});
