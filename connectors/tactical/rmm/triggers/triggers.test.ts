// Web hooks and the poll.
import { describe, expect, it } from 'vitest';
import { agentOf, startTacticalBed } from '../testing/tactical-bed.ts';
import { alertChanged } from './alert-changed.ts';
import { pollAlerts } from './poll-alerts.ts';

const bed = startTacticalBed();
const url = 'http://127.0.0.1:9/hook';
const raise = () => {
  const device = bed.sandbox.world.device('BRIGHT-WS-005');
  if (!device) throw new Error('no device');
  return bed.sandbox.world.raiseAlert(device, 'service.stopped', { service: 'Spooler' });
};

describe('the web hooks', () => {
  it('are two, made once, with our secret in a header and nothing but numbers in the body', async () => {
    expect(await alertChanged.check?.(bed.context(), url)).toMatchObject({ isActive: false });
    await alertChanged.register?.(bed.context(), url);
    await alertChanged.register?.(bed.context(), url);
    expect(bed.state.urlActions).toMatchObject([
      { name: 'MSPclaw alert raised', pattern: url, action_type: 'rest', rest_method: 'post' },
      { name: 'MSPclaw alert resolved', pattern: url },
    ]);
    for (const action of bed.state.urlActions) {
      expect(JSON.parse(action.rest_headers)['x-mspclaw-webhook-secret']).toBe('tactical-webhook-secret-0a1b2c3d');
      expect(action.rest_body).not.toMatch(/alert\.message|hostname/);
    }
    expect(await alertChanged.check?.(bed.context(), url)).toEqual({ isActive: true });
    expect(await alertChanged.check?.(bed.context(), `${url}/moved`)).toMatchObject({ isActive: false });
  });

  it('the Test button has no alert, and nothing happens', () => {
    expect(alertChanged.parse({ event: 'failure', alert_id: '', agent_id: '' })).toEqual([]);
  });
});

describe('the poll', () => {
  it('tells what is active first, then each alert that is raised and each that is resolved, once', async () => {
    const old = raise();
    const first = await pollAlerts.poll(bed.context(), null);
    expect(first.hints.map(({ id, change }) => [id, change])).toContainEqual([String(old.id), 'created']);
    const alert = raise();
    const second = await pollAlerts.poll(bed.context(), first.cursor);
    const deviceId = agentOf(bed.sandbox.world, 'BRIGHT-WS-005');
    expect(second.hints).toMatchObject([{ entity: 'alert', id: String(alert.id), change: 'created', deviceId }]);
    bed.sandbox.world.clearAlert(alert, 'x');
    const third = await pollAlerts.poll(bed.context(), JSON.parse(JSON.stringify(second.cursor)));
    expect(third.hints).toMatchObject([{ id: String(alert.id), change: 'cleared' }]);
    expect((await pollAlerts.poll(bed.context(), third.cursor)).hints).toEqual([]);
  });
});
