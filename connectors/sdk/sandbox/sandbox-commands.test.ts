// Commands change the same world as scripts do, and the ledger sees both.
import { describe, expect, it } from 'vitest';
import { shellText } from '../scripts/shell-preamble.ts';
import { ExecutionLedger } from './execution-ledger.ts';
import { commandVariables, runCommand } from './sandbox-commands.ts';
import { SandboxWorld } from './world.ts';

const tag = 'mspclaw:0197c3de-0000-7000-8000-000000000001:steps.fix:1';
const text = 'Stop-Service -Name $service; Start-Service -Name $service';
const sent = shellText({ shell: 'powershell', text, parameters: { service: 'WinRM' }, tag }).text;

function worldWithLedger() {
  let nowMs = 1_000_000;
  const ledger = new ExecutionLedger();
  const world = new SandboxWorld({ now: () => new Date(nowMs), dials: { scriptLagMs: 100 }, ledger });
  const device = world.device('ACME-WS-014');
  if (!device) throw new Error('no device');
  const later = () => {
    nowMs += 200;
    world.tick();
  };
  return { world, ledger, device, later };
}

describe('a command', () => {
  it('is accepted and executed once, under the tag among its variables', () => {
    const { world, ledger, device, later } = worldWithLedger();
    world.raiseAlert(device, 'process.crash');
    const run = world.startCommand({ deviceId: device.id, via: 'vendor/product', text: sent });
    later();
    later();
    expect(run).toMatchObject({ state: 'finished', exitCode: 0, tag, parameters: { service: 'WinRM', RunTag: tag } });
    expect(ledger.lines().map(({ what, script }) => [what, script])).toEqual([
      ['accepted', 'command'],
      ['executed', 'command'],
    ]);
    expect(ledger.executionsByTag()).toEqual({ [tag]: 1 });
    expect(device.services.find(({ name }) => name === 'WinRM')?.state).toBe('running');
  });
  it('waits for a device that is offline', () => {
    const { world, device, later } = worldWithLedger();
    device.isOnline = false;
    const run = world.startCommand({ deviceId: device.id, via: 'vendor/product', text: sent });
    later();
    expect(run.state).toBe('queued');
    device.isOnline = true;
    later();
    expect(run.state).toBe('finished');
  });
  it('without our frame it is what it says, and has no tag', () => {
    const { device } = worldWithLedger();
    expect(runCommand(device, 'hostname', 0)).toEqual({ exitCode: 0, output: 'ACME-WS-014\r\n', durationMs: 0 });
    expect(commandVariables('hostname')).toEqual({});
  });
});
