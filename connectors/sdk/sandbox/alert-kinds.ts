// What each kind of alert is: what it breaks on the device when it is raised, and what must hold for it to clear.
import type { Severity } from '../nouns.ts';
import type { AlertCondition, Json, WorldAlertKind, WorldDevice } from './world-types.ts';

export interface AlertDraft {
  severity: Severity;
  title: string;
  message: string;
  data: Record<string, Json>;
  condition: AlertCondition;
}

const text = (value: Json | undefined, fallback: string) => (typeof value === 'string' ? value : fallback);
const number = (value: Json | undefined, fallback: number) => (typeof value === 'number' ? value : fallback);

/** Breaks the device as the alert says, and describes the alert. */
export function breakDevice(kind: WorldAlertKind, device: WorldDevice, data: Record<string, Json>): AlertDraft {
  switch (kind) {
    case 'process.crash': {
      const process = text(data.process, 'powershell.exe');
      const service = stopService(device, text(data.service, 'WinRM'));
      const eventId = number(data.eventId, 1000);
      return {
        severity: 'major',
        title: `${process} crashed on ${device.name}`,
        message: `Application Error (event ${eventId}): faulting application ${process}. Service ${service} is stopped.`,
        data: { process, service, eventId },
        condition: { type: 'service-running', service },
      };
    }
    case 'service.stopped': {
      const service = stopService(device, text(data.service, 'Spooler'));
      return {
        severity: 'moderate',
        title: `Service ${service} stopped on ${device.name}`,
        message: `Windows service ${service} is stopped.`,
        data: { service },
        condition: { type: 'service-running', service },
      };
    }
    case 'disk.space': {
      const threshold = number(data.thresholdPercent, 10);
      const disk = device.disks[0];
      if (!disk) throw new Error(`${device.name} has no disk.`);
      const freePercent = number(data.freePercent, 4);
      disk.freeBytes = Math.round((disk.totalBytes * freePercent) / 100);
      return {
        severity: freePercent < 5 ? 'critical' : 'major',
        title: `Low disk space on ${device.name}`,
        message: `Free space on ${disk.name} is ${freePercent}% (threshold ${threshold}%).`,
        data: { drive: disk.name, freePercent, thresholdPercent: threshold },
        condition: { type: 'disk-free-at-least', percent: threshold },
      };
    }
    case 'agent.offline':
      device.isOnline = false;
      return {
        severity: device.role === 'server' ? 'critical' : 'moderate',
        title: `${device.name} is offline`,
        message: `Agent on ${device.name} has not been seen.`,
        data: {},
        condition: { type: 'online' },
      };
    case 'patch.failed': {
      const failed = device.patches.filter((patch) => patch.status === 'failed');
      const patch = device.patches.find((entry) => entry.status === 'pending');
      if (failed.length === 0 && patch) {
        patch.status = 'failed';
        patch.error = '0x80070643';
        failed.push(patch);
      }
      return {
        severity: 'major',
        title: `${failed.length} ${failed.length === 1 ? 'patch' : 'patches'} failed on ${device.name}`,
        message: `Failed: ${failed.map((entry) => entry.kb).join(', ')}.`,
        data: { failedCount: failed.length, patches: failed.map((entry) => entry.kb) },
        condition: { type: 'no-failed-patches' },
      };
    }
    case 'print.queue': {
      device.printQueueLength = number(data.documents, 14);
      return {
        severity: 'minor',
        title: `Print queue stuck on ${device.name}`,
        message: `${device.printQueueLength} documents have waited for more than 15 minutes.`,
        data: { documents: device.printQueueLength },
        condition: { type: 'print-queue-empty' },
      };
    }
  }
}

export function holds(condition: AlertCondition, device: WorldDevice): boolean {
  switch (condition.type) {
    case 'service-running':
      return device.services.some((service) => service.name === condition.service && service.state === 'running');
    case 'disk-free-at-least':
      return device.disks.slice(0, 1).every((disk) => (disk.freeBytes / disk.totalBytes) * 100 >= condition.percent);
    case 'no-failed-patches':
      return device.patches.every((patch) => patch.status !== 'failed');
    case 'print-queue-empty':
      return device.printQueueLength === 0;
    case 'online':
      return device.isOnline;
  }
}

function stopService(device: WorldDevice, name: string): string {
  const service = device.services.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  if (!service) throw new Error(`${device.name} has no service ${name}.`);
  service.state = 'stopped';
  return service.name;
}
