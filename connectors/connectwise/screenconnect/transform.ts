// Sessions as our nouns. Pure.

import type { Device, Ref } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { Session } from './vendor-shapes.ts';

/** The company is a text that technicians type: it is its own id. */
export function companyOf(session: Session, companyProperty: number): Ref | null {
  const name = (session.CustomPropertyValues?.[companyProperty - 1] ?? '').trim().slice(0, 200);
  return name === '' ? null : { id: name, name };
}

const guestProcess = (type: string | number | null | undefined) => /^(2|guest)$/i.test(String(type ?? ''));

/** A guest's own connection; somebody who only looks is a connection too. Null when the kinds of connections are not told. */
export function onlineOf({ ActiveConnections: connections }: Session): boolean | null {
  if (!connections) return null;
  if (connections.some(({ ProcessType }) => guestProcess(ProcessType))) return true;
  return connections.every(({ ProcessType }) => ProcessType !== undefined && ProcessType !== null) ? false : null;
}

export function osFamilyOf(session: Session): Device['osFamily'] {
  const os = session.GuestInfo?.OperatingSystemName ?? '';
  if (/windows/i.test(os)) return 'windows';
  if (/mac|os x|darwin/i.test(os)) return 'macos';
  return /linux|ubuntu|debian|centos|red hat|suse|fedora/i.test(os) ? 'linux' : 'other';
}

/** Agents that nobody watches have no name of their own: the machine's stands for it. */
export const nameOf = (session: Session) => session.GuestInfo?.MachineName || session.Name || session.SessionID;

export function toDevice(session: Session, companyProperty: number): Device {
  const guest = session.GuestInfo;
  const os = guest?.OperatingSystemName || null;
  const family = osFamilyOf(session);
  return {
    id: session.SessionID,
    name: nameOf(session),
    client: companyOf(session, companyProperty),
    site: null,
    role: os === null ? 'other' : /server/i.test(os) ? 'server' : 'workstation',
    os,
    osFamily: family,
    serial: guest?.MachineSerialNumber || null,
    macs: [],
    online: onlineOf(session),
    lastSeenAt: toInstant(session.LastGuestConnectedEventTime),
  };
}
