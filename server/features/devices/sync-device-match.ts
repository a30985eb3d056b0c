// Is this the machine we know already? Pure. The strongest sign counts; a sign that fits two machines is none.
export interface KnownDevice {
  id: string;
  name: string;
  clientId: string | null;
  serial: string | null;
  macs: string[];
}

export interface SeenDevice {
  name: string;
  clientId: string | null;
  serial: string | null;
  macs: string[];
}

export type MatchedBy = 'serial' | 'mac' | 'name-and-client' | 'new';

/** What manufacturers leave in when they forget to set one. */
const junkSerials =
  /^(0+|none|n\/?a|null|unknown|default( string)?|to be filled.*|system serial number|not (specified|applicable|available)|o\.?e\.?m\.?|chassis serial number|x+|\.+|-+|123456789?0?)$/i;

export function plainSerial(serial: string | null): string | null {
  const text = serial?.trim() ?? '';
  return text.length < 4 || junkSerials.test(text) ? null : text.toUpperCase();
}

/** Lower-case pairs with colons; none of nobody's, everybody's, or a tunnel's. */
export function plainMacs(macs: string[]): string[] {
  const plain = macs.flatMap((mac) => {
    const digits = mac.toLowerCase().replace(/[^0-9a-f]/g, '');
    if (digits.length !== 12 || /^(0{12}|f{12}|020054554e01|505054.*)$/.test(digits)) return [];
    return [digits.replace(/(..)(?=.)/g, '$1:')];
  });
  return [...new Set(plain)].sort();
}

/** @param known devices without an identity on the connection this one was seen on */
export function matchDevice(seen: SeenDevice, known: KnownDevice[]): { id: string; by: MatchedBy } | null {
  const serial = plainSerial(seen.serial);
  const only = (hits: KnownDevice[], by: MatchedBy) => {
    const [hit, another] = hits;
    return hit && !another ? { id: hit.id, by } : null;
  };
  const fits = (device: KnownDevice) => {
    const other = plainSerial(device.serial);
    return serial === null || other === null || serial === other;
  };
  const sameClient = (device: KnownDevice) =>
    seen.clientId === null || device.clientId === null || seen.clientId === device.clientId;

  if (serial) {
    const hit = only(
      known.filter((device) => plainSerial(device.serial) === serial),
      'serial',
    );
    if (hit) return hit;
  }
  const macs = new Set(plainMacs(seen.macs));
  const byMac = known.filter(
    (device) => fits(device) && sameClient(device) && plainMacs(device.macs).some((mac) => macs.has(mac)),
  );
  // a docking station lends its address to many: the name must not speak against it
  const hit = only(byMac.length > 1 ? byMac.filter((device) => sameName(device, seen)) : byMac, 'mac');
  if (hit) return hit;
  return only(
    known.filter(
      (device) => sameName(device, seen) && seen.clientId !== null && device.clientId === seen.clientId && fits(device),
    ),
    'name-and-client',
  );
}

/**
 * For a device that nothing was matched to: the known ones it may be, when there is more than one. Equal serials are
 * looked for among all devices, not here; a network address alone may be a docking station's.
 */
export function findRivals(seen: SeenDevice, known: KnownDevice[]): string[] {
  const serial = plainSerial(seen.serial);
  const rivals = known.filter(
    (device) =>
      seen.clientId !== null &&
      device.clientId === seen.clientId &&
      sameName(device, seen) &&
      (serial === null || plainSerial(device.serial) === null),
  );
  return rivals.length > 1 ? rivals.map(({ id }) => id) : [];
}

const sameName = (a: { name: string }, b: { name: string }): boolean =>
  a.name.trim().toLowerCase() === b.name.trim().toLowerCase();
