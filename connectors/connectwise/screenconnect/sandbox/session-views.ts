// The world's devices as sessions of an agent. Most have no name of their own.
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import type { ScreenConnectSandboxContext, ScreenConnectState } from './screenconnect-state.ts';

type Context = ScreenConnectSandboxContext;
const utc = (ms: number) => new Date(ms).toISOString();

export function sessionView(device: WorldDevice, { world, state }: Context) {
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  const guest = device.isOnline ? [{ ProcessType: 2 }] : [];
  const host = state.quirks.hasHost ? [{ ProcessType: 1 }] : [];
  return {
    SessionID: device.uid,
    SessionType: 2,
    // somebody named the servers
    Name: device.role === 'server' ? device.name : '',
    CustomPropertyValues: [client?.name ?? '', client?.siteName ?? '', '', '', '', '', '', ''],
    ActiveConnections: [...host, ...guest],
    LastGuestConnectedEventTime: device.isOnline ? utc(device.lastBootAtMs + 60_000) : utc(device.lastSeenAtMs),
    GuestInfo: {
      MachineName: device.name,
      OperatingSystemName: device.osFamily === 'windows' ? `Microsoft ${device.os}` : device.os,
      OperatingSystemVersion: device.osBuild,
      LastActivityTime: utc(device.lastSeenAtMs),
      LastBootTime: utc(device.lastBootAtMs),
      LoggedOnUserName: device.lastUser ?? '',
      MachineSerialNumber: device.serial,
    },
  };
}

type Command = ScreenConnectState['commands'][number];

/** The command waits in one event; another one has what it printed, as far as the agent's limits let it. */
export function eventsOf(command: Command, { world }: Context) {
  const queued = { EventType: 44, Data: command.text, Time: utc(command.atMs) };
  const run = world.state.scriptRuns.find((entry) => entry.id === command.runId);
  if (run?.state !== 'finished') return [queued];
  return [queued, { EventType: 70, Data: printed(command, run), Time: utc(run.finishAtMs) }];
}

function printed({ timeoutMs, maxLength }: Command, run: { output: string | null; durationMs?: number }): string {
  const output = run.output ?? '';
  // what comes after the long part never came
  const isKilled = (run.durationMs ?? 0) > timeoutMs;
  const seen = isKilled ? output.trimEnd().split('\r\n').slice(0, -1).join('\r\n') : output;
  const cut =
    seen.length > maxLength ? `${seen.slice(0, maxLength)}\r\nTruncated output at ${maxLength} characters` : seen;
  return isKilled ? `${cut}\r\nKilled after ${timeoutMs} milliseconds` : cut;
}
