import { describe, expect, it } from 'vitest';
import { type KnownDevice, matchDevice, plainMacs, plainSerial } from './sync-device-match.ts';

const known = (changes: Partial<KnownDevice>): KnownDevice => ({
  id: 'known',
  name: 'ACME-WS-014',
  clientId: 'acme',
  serial: null,
  macs: [],
  ...changes,
});
const seen = { name: 'ACME-WS-014', clientId: 'acme', serial: null as string | null, macs: [] as string[] };

describe('a device seen through another connection', () => {
  it('is recognised by its serial, whatever it is called there', () => {
    const match = matchDevice({ ...seen, name: 'renamed', clientId: 'other', serial: 'pf3x9k2' }, [
      known({ serial: 'PF3X9K2 ' }),
    ]);
    expect(match).toEqual({ id: 'known', by: 'serial' });
  });

  it('is recognised by a network address, however that is written', () => {
    const match = matchDevice({ ...seen, name: 'x', macs: ['AA-BB-CC-00-11-22'] }, [
      known({ macs: ['aa:bb:cc:00:11:22'] }),
    ]);
    expect(match).toEqual({ id: 'known', by: 'mac' });
  });

  it('is recognised by name only within the same client', () => {
    expect(matchDevice(seen, [known({})])).toEqual({ id: 'known', by: 'name-and-client' });
    expect(matchDevice({ ...seen, clientId: 'other' }, [known({})])).toBeNull();
    expect(matchDevice({ ...seen, clientId: null }, [known({ clientId: null })])).toBeNull();
  });
});

describe('two machines are not taken for one', () => {
  it('when their serials differ, whatever else agrees', () => {
    const other = known({ serial: 'SERIAL-A', macs: ['aa:bb:cc:00:11:22'] });
    expect(matchDevice({ ...seen, serial: 'SERIAL-B', macs: ['aa:bb:cc:00:11:22'] }, [other])).toBeNull();
  });

  it.each(['To Be Filled By O.E.M.', 'Default string', '0', 'None', 'System Serial Number', '123456789', '   ', 'N/A'])(
    'because both have the serial "%s"',
    (serial) => {
      expect(plainSerial(serial)).toBeNull();
      const match = matchDevice({ ...seen, name: 'other', serial }, [known({ serial })]);
      expect(match).toBeNull();
    },
  );

  it('because both have an address that is nobody’s, everybody’s or a tunnel’s', () => {
    const macs = ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '02-00-54-55-4E-01', '00:00'];
    expect(plainMacs(macs)).toEqual([]);
    expect(matchDevice({ ...seen, name: 'other', macs }, [known({ macs })])).toBeNull();
  });

  it('when a sign fits two of them', () => {
    const pair = [known({ id: 'a', serial: 'SAME-1' }), known({ id: 'b', serial: 'SAME-1' })];
    expect(matchDevice({ ...seen, name: 'other', serial: 'SAME-1' }, pair)).toBeNull();
    const docked = [
      known({ id: 'a', name: 'WS-1', macs: ['aa:bb:cc:00:11:22'] }),
      known({ id: 'b', name: 'WS-2', macs: ['aa:bb:cc:00:11:22'] }),
    ];
    expect(matchDevice({ ...seen, name: 'WS-3', macs: ['aa:bb:cc:00:11:22'] }, docked)).toBeNull();
    expect(matchDevice({ ...seen, name: 'WS-2', macs: ['aa:bb:cc:00:11:22'] }, docked)?.id).toBe('b');
  });
});
