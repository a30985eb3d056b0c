// The MSP's script library, and what each script really does to a device. Parameters are case-insensitive and come
// as text, as PowerShell has them.
import type { WorldDevice, WorldScript } from './world-types.ts';

export interface ScriptEffect {
  exitCode: number;
  output: string;
}

type ScriptDefinition = Omit<WorldScript, 'id' | 'uid'>;

export const sandboxScripts: ScriptDefinition[] = [
  {
    name: 'restart-service',
    description: 'Starts or restarts one Windows service and waits until it runs.',
    osFamily: 'windows',
    parameters: [
      { name: 'service', type: 'string', required: true },
      { name: 'runTag', type: 'string', required: false },
    ],
  },
  {
    name: 'free-disk-space',
    description: 'Clears temporary files, update caches and crash dumps on the system drive.',
    osFamily: 'windows',
    parameters: [
      { name: 'keepDays', type: 'integer', required: false },
      { name: 'runTag', type: 'string', required: false },
    ],
  },
  {
    name: 'retry-failed-patches',
    description: 'Installs failed Windows updates again.',
    osFamily: 'windows',
    parameters: [{ name: 'runTag', type: 'string', required: false }],
  },
  {
    name: 'clear-print-queue',
    description: 'Empties the print queue and restarts the Print Spooler.',
    osFamily: 'windows',
    parameters: [{ name: 'runTag', type: 'string', required: false }],
  },
  {
    name: 'restart-device',
    description: 'Restarts the computer at once.',
    osFamily: 'windows',
    parameters: [{ name: 'runTag', type: 'string', required: false }],
  },
  {
    name: 'collect-diagnostics',
    description: 'Reads services, disks, patches and recent errors. Changes nothing.',
    osFamily: 'windows',
    parameters: [{ name: 'runTag', type: 'string', required: false }],
  },
];

const gbText = (bytes: number) => `${(bytes / 1_000_000_000).toFixed(1)} GB`;

/** Changes the device. An unknown script is a programming error of the sandbox. */
export function applyScript(
  scriptName: string,
  device: WorldDevice,
  parameters: Record<string, string>,
  nowMs: number,
): ScriptEffect {
  const effect = effects[scriptName];
  if (!effect) throw new Error(`The sandbox has no script "${scriptName}".`);
  const values = new Map(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]));
  return effect(device, (name) => values.get(name.toLowerCase()), nowMs);
}

type Effect = (device: WorldDevice, value: (name: string) => string | undefined, nowMs: number) => ScriptEffect;

const effects: Record<string, Effect> = {
  'restart-service': (device, value, nowMs) => {
    const wanted = value('service');
    if (!wanted) return { exitCode: 1, output: 'Parameter service is missing.' };
    const service = device.services.find((entry) => entry.name.toLowerCase() === wanted.toLowerCase());
    if (!service) return { exitCode: 2, output: `Cannot find any service with service name '${wanted}'.` };
    if (service.startType === 'disabled') return { exitCode: 3, output: `Service ${service.name} is disabled.` };
    const before = service.state;
    service.state = 'running';
    service.lastStartAtMs = nowMs;
    return { exitCode: 0, output: `Service ${service.name} was ${before}, is running.` };
  },
  'free-disk-space': (device) => {
    const disk = device.disks[0];
    if (!disk) return { exitCode: 1, output: 'No system drive.' };
    const freed = disk.reclaimableBytes;
    disk.freeBytes += freed;
    disk.reclaimableBytes = 0;
    return { exitCode: 0, output: `Freed ${gbText(freed)} on ${disk.name}, ${gbText(disk.freeBytes)} free.` };
  },
  'retry-failed-patches': (device, _value, nowMs) => {
    const failed = device.patches.filter((patch) => patch.status === 'failed');
    for (const patch of failed) {
      if (patch.isStubborn) continue;
      patch.status = 'installed';
      patch.installedAtMs = nowMs;
      patch.error = null;
    }
    const left = failed.filter((patch) => patch.status === 'failed');
    if (left.length === 0) return { exitCode: 0, output: `${failed.length} updates installed.` };
    return { exitCode: 1, output: left.map((patch) => `${patch.kb} failed again: ${patch.error}`).join('; ') };
  },
  'clear-print-queue': (device, _value, nowMs) => {
    const removed = device.printQueueLength;
    device.printQueueLength = 0;
    for (const service of device.services) {
      if (service.name !== 'Spooler') continue;
      service.state = 'running';
      service.lastStartAtMs = nowMs;
    }
    return { exitCode: 0, output: `Removed ${removed} documents, Print Spooler is running.` };
  },
  'restart-device': (device, _value, nowMs) => {
    device.lastBootAtMs = nowMs;
    device.needsReboot = false;
    for (const service of device.services) {
      if (service.startType !== 'automatic') continue;
      service.state = 'running';
      service.lastStartAtMs = nowMs;
    }
    return { exitCode: 0, output: 'Restart initiated.' };
  },
  'collect-diagnostics': (device) => ({
    exitCode: 0,
    output: JSON.stringify({
      stoppedServices: device.services
        .filter((service) => service.startType === 'automatic' && service.state === 'stopped')
        .map((service) => service.name),
      failedPatches: device.patches.filter((patch) => patch.status === 'failed').map((patch) => patch.kb),
      systemDriveFree: device.disks[0] ? gbText(device.disks[0].freeBytes) : null,
    }),
  }),
};
