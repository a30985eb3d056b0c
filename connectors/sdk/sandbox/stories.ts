// Named troubles for demos and end-to-end tests: which device, which alert, and how it ought to end.
import type { Json, WorldAlertKind } from './world-types.ts';

export interface Story {
  device: string;
  kind: WorldAlertKind;
  data: Record<string, Json>;
  ending: string;
}

export const stories = {
  /** one crash, one stopped service, healthy otherwise */
  'powershell-simple': {
    device: 'ACME-WS-014',
    kind: 'process.crash',
    data: { process: 'powershell.exe', service: 'WinRM', eventId: 1000 },
    ending: 'Restarting WinRM clears the alert.',
  },
  /** the same alert on a server with three failed patches */
  'powershell-complex': {
    device: 'ACME-DC01',
    kind: 'process.crash',
    data: { process: 'powershell.exe', service: 'WinRM', eventId: 1000 },
    ending: 'Three failed patches and a pending reboot: an engineer who knows patching must look.',
  },
  'disk-cleanable': {
    device: 'NORTH-WS-003',
    kind: 'disk.space',
    data: { freePercent: 4 },
    ending: 'The clean-up gives 44 GB back and the alert clears.',
  },
  'disk-stuck': {
    device: 'NORTH-FS01',
    kind: 'disk.space',
    data: { freePercent: 4 },
    ending: 'There is next to nothing to clean: still critical after the clean-up.',
  },
  'spooler-stopped': {
    device: 'BRIGHT-WS-005',
    kind: 'service.stopped',
    data: { service: 'Spooler' },
    ending: 'Restarting the Print Spooler clears the alert.',
  },
  'print-queue': {
    device: 'ACME-WS-012',
    kind: 'print.queue',
    data: { documents: 14 },
    ending: 'Emptying the queue clears the alert.',
  },
  'patch-failed': {
    device: 'HARBOR-WS-001',
    kind: 'patch.failed',
    data: {},
    ending: 'A second attempt installs the patch.',
  },
  offline: {
    device: 'HARBOR-SRV01',
    kind: 'agent.offline',
    data: {},
    ending: 'Nothing can be run until the device is back.',
  },
} as const satisfies Record<string, Story>;

export type StoryName = keyof typeof stories;
export const isStoryName = (name: string): name is StoryName => Object.hasOwn(stories, name);
