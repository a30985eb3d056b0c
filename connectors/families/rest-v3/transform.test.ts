// What the vendor's own examples become.
import { describe, expect, it } from 'vitest';
import { systemDriveOf, toDevice } from './device-transform.ts';
import { toAlert } from './notification-transform.ts';
import { assetShape, deviceShape, notificationShape } from './vendor-shapes.ts';

const now = new Date('2026-11-20T08:00:00Z');
const alertOf = (row: object) => toAlert(notificationShape.parse(row), { device: null, client: null }, now);
const asset = (more: object) => assetShape.parse({ Identifier: 'a', ...more });
const device = (more: object) => deviceShape.parse({ Identifier: 'a', ...more });

describe('an asset', () => {
  it('tells the operating system by its description, or better by its inventory', () => {
    const described = toDevice(
      device({ Name: 'PC' }),
      asset({ Description: 'Windows 10 Enterprise', Type: 'windows' }),
    );
    expect(described).toMatchObject({ os: 'Windows 10 Enterprise', osFamily: 'windows', role: 'workstation' });
    const listed = asset({
      Description: 'Reception, do not reboot',
      AssetInfo: [{ CategoryName: 'Operating System', CategoryData: { Name: 'Windows Server 2022 Standard' } }],
    });
    expect(toDevice(device({}), listed)).toMatchObject({ os: 'Windows Server 2022 Standard', role: 'server' });
  });
  it('whose description is somebody’s note has no operating system', () => {
    expect(toDevice(device({}), asset({ Description: 'Reception, do not reboot' }))).toMatchObject({
      os: null,
      osFamily: 'other',
      role: 'other',
    });
  });
  it('a group named after servers makes no server', () => {
    const row = device({ GroupName: 'Servers' });
    expect(toDevice(row, asset({ GroupName: 'Servers', Description: 'Windows 11 Pro' })).role).toBe('workstation');
  });
  it('has network addresses in one form, each once', () => {
    const row = device({
      LocalIpAddresses: [{ PhysicalAddress: '0A0027000010' }, { PhysicalAddress: '000000000000' }],
    });
    const other = asset({ IpAddresses: [{ MAC: '0a-00-27-00-00-10' }, { MAC: '001122334455' }, { MAC: 'none' }] });
    expect(toDevice(row, other).macs).toEqual(['0A:00:27:00:00:10', '00:11:22:33:44:55']);
  });
  it.each([
    ['kilobytes, as in the example', 277_358_588, 284],
    ['bytes', 284_015_194_112, 284],
  ])('sizes of disks are read as %s', (_what, TotalValue, totalGb) => {
    const drive = systemDriveOf(asset({ Disks: [{ Name: 'C:', System: true, FreePercentage: 73, TotalValue }] }));
    expect(drive).toEqual({ name: 'C:', totalGb, freeGb: 207.3, freePercent: 73 });
  });
  it('of two disks the one that is marked is the system drive; without a mark none is', () => {
    const disks = [
      { Name: 'D:', System: false, FreePercentage: 10, TotalValue: 1e9 },
      { Name: 'C:', System: true, FreePercentage: 20, TotalValue: 1e9 },
    ];
    expect(systemDriveOf(asset({ Disks: disks }))?.name).toBe('C:');
    expect(systemDriveOf(asset({ Disks: disks.map((disk) => ({ ...disk, System: null })) }))).toBeNull();
    expect(systemDriveOf(asset({ Disks: [{ Name: 'C:', System: true }] }))).toBeNull();
  });
});

describe('a notification', () => {
  const example =
    "The free space on disk drive C: on the computer 'KA-B5796J3' in group 'MyOrg - MyGroup - MySite' is below 9% (29.94 GB free of 476.31 GB).";
  it('about a disk tells what is free, not the limit that the monitor has', () => {
    const alert = alertOf({ Id: 2733, Message: example, DateTime: '2023-07-12T16:15:02Z', Priority: 'elevated' });
    expect(alert).toMatchObject({
      id: '2733',
      kind: 'disk.space',
      severity: 'major',
      isActive: true,
      raisedAt: '2023-07-12T16:15:02.000Z',
      data: { drive: 'C:', freePercent: 6.3 },
    });
  });
  it('is the same problem again when only its numbers differ, and another one when its words do', () => {
    const one = alertOf({ Id: 1, Message: 'The backup of volume 3 failed after 12 minutes.' });
    const again = alertOf({ Id: 2, Message: 'The backup of volume 3 failed after 47 minutes.' });
    const other = alertOf({ Id: 3, Message: 'Cannot connect to the database.' });
    expect(again.fingerprint).toEqual(one.fingerprint);
    expect(other.fingerprint).not.toEqual(one.fingerprint);
  });
  it.each([
    ['critical', 'critical'],
    ['Critical', 'critical'],
    ['ELEVATED', 'major'],
    ['Normal', 'moderate'],
    ['low', 'minor'],
    ['Brandnew', 'moderate'],
    [null, 'moderate'],
  ])('of priority %s is %s, whatever its case', (Priority, severity) => {
    expect(alertOf({ Id: 1, Message: 'x', Priority }).severity).toBe(severity);
  });
  it('without words or a time is an alert all the same', () => {
    expect(alertOf({ Id: 7 })).toMatchObject({ title: 'Notification', kind: 'other', raisedAt: now.toISOString() });
  });
});
