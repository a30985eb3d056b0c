// What kind of machine it is, from the words that tools keep about it ("Managed Server", "Windows 11 Pro"). For vendors
// that have no field of their own for it.
import type { Device } from '../nouns.ts';

export function roleOfWords(words: string): Device['role'] {
  if (/server|domain controller|hypervisor/i.test(words)) return 'server';
  if (/switch|router|firewall|access point|network/i.test(words)) return 'network';
  if (/workstation|laptop|desktop|computer|notebook|windows|mac ?os|macbook|imac/i.test(words)) return 'workstation';
  return 'other';
}

export function osFamilyOfWords(words: string): Device['osFamily'] {
  if (/windows/i.test(words)) return 'windows';
  if (/mac ?os|\bos ?x\b/i.test(words)) return 'macos';
  if (/linux|ubuntu|debian|centos|red hat|suse/i.test(words)) return 'linux';
  return 'other';
}
