// Builds the imaginary MSP from a seed: same seed and clock, same world, to the last serial number.
import { type DeterministicRandom, deterministicRandom } from './deterministic-random.ts';
import { sandboxScripts } from './sandbox-scripts.ts';
import { seedDirectories } from './seed-directory.ts';
import { seedDocumentation } from './seed-documents.ts';
import { seedTickets } from './seed-tickets.ts';
import type { WorldDevice, WorldPatch, WorldPerson, WorldService, WorldState } from './world-types.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const gb = 1_000_000_000;

export function seedWorld(seed: number, nowMs: number): WorldState {
  const random = deterministicRandom(seed);
  const state: WorldState = {
    version: 1,
    seed,
    counters: {},
    clients: [
      ['acme', 'Acme Manufacturing', 'Head Office'],
      ['northwind', 'Northwind Legal', 'Main Street'],
      ['brightside', 'Brightside Dental', 'Clinic'],
      ['harbor', 'Harbor Logistics', 'Warehouse'],
    ].map(([identifier = '', name = '', siteName = ''], index) => ({
      id: 11 + index,
      identifier,
      name,
      isActive: true,
      siteId: 31 + index,
      siteName,
    })),
    contacts: [
      ['Dana Whitfield', 'dana.whitfield@acme.example', 11],
      ['Owen Castillo', 'owen.castillo@acme.example', 11],
      ['Priya Nair', 'priya.nair@northwind.example', 12],
      ['Leo Brandt', 'leo.brandt@brightside.example', 13],
      ['Hana Sato', 'hana.sato@harbor.example', 14],
    ].map(([name, email, clientId], index) => ({
      id: 51 + index,
      name: String(name),
      email: String(email),
      clientId: Number(clientId),
    })),
    people: people(random),
    devices: [],
    boards: [
      { id: 1, name: 'Service Desk', isActive: true },
      { id: 2, name: 'Monitoring', isActive: true },
      { id: 3, name: 'Old Projects', isActive: false },
    ],
    statuses: statuses(),
    tickets: [],
    notes: [],
    alerts: [],
    activities: [],
    scripts: sandboxScripts.map((script, index) => ({ ...script, id: 101 + index, uid: random.uuid() })),
    scriptRuns: [],
    documents: [],
    passwords: [],
    ...seedDirectories(seed, nowMs),
    dialects: {},
  };
  state.devices = deviceRows.map((row, index) => device(row, 201 + index, random, nowMs));
  Object.assign(state, seedDocumentation(seed, nowMs, state.devices));
  addHistory(state, nowMs);
  addDeviceHistory(state, nowMs);
  const highest = (rows: { id: number }[]) => Math.max(1_000, ...rows.map((entry) => entry.id));
  state.counters = {
    ticket: highest(state.tickets),
    note: highest(state.notes),
    activity: highest(state.activities),
    alert: 1_000,
    scriptRun: 1_000,
    uid: 0,
  };
  return state;
}

/** A state that was saved before the world knew of documents and directories gets those of its seed. */
export function completeWorld(saved: WorldState, nowMs: number): WorldState {
  return {
    ...seedDocumentation(saved.seed, nowMs, saved.devices),
    ...seedDirectories(saved.seed, nowMs),
    ...saved,
  };
}

function people(random: DeterministicRandom): WorldPerson[] {
  const rows: [string, string, 1 | 2 | 3, string[], boolean][] = [
    ['tlind', 'Tove Lind', 1, ['printing', 'accounts', 'vpn'], true],
    ['sbauer', 'Sam Bauer', 1, ['outlook', 'office', 'disk'], true],
    ['agomez', 'Ana Gomez', 1, ['accounts', 'macos'], true],
    ['mreyes', 'Marta Reyes', 2, ['powershell', 'windows', 'vpn'], true],
    ['jokafor', 'James Okafor', 2, ['patching', 'servers', 'windows-server'], true],
    ['kivanov', 'Kira Ivanov', 3, ['network', 'firewall', 'security'], true],
    ['pdubois', 'Paul Dubois', 3, ['backup', 'virtualisation'], true],
    ['rhale', 'Robin Hale', 1, ['printing'], false],
  ];
  return rows.map(([handle, name, tier, skills, isActive], index) => ({
    id: 21 + index,
    uid: random.uuid(),
    handle,
    name,
    email: `${handle}@msp.example`,
    isActive,
    tier,
    skills,
  }));
}

function statuses(): WorldState['statuses'] {
  const names: [string, boolean, boolean][] = [
    ['New', false, true],
    ['In Progress', false, false],
    ['Waiting on Customer', false, false],
    ['Escalated', false, false],
    ['Resolved', true, false],
    ['Closed', true, false],
  ];
  return [1, 2, 3].flatMap((boardId) =>
    names.map(([name, isClosed, isDefault], index) => ({
      id: boardId * 100 + index + 1,
      boardId,
      // the same state has another name on another board: a name alone is not enough
      name: boardId === 2 && name === 'Resolved' ? 'Auto-resolved' : name,
      isClosed,
      isDefault,
    })),
  );
}

/** name, client, role, os, last user, days since boot, C: total GB, free percent, reclaimable GB */
type DeviceRow = [string, number, 'workstation' | 'server', string, string | null, number, number, number, number];
const deviceRows: DeviceRow[] = [
  ['ACME-WS-010', 11, 'workstation', 'Windows 11 Pro', 'ACME\\d.whitfield', 5, 512, 41, 12],
  ['ACME-WS-011', 11, 'workstation', 'Windows 11 Pro', 'ACME\\o.castillo', 4, 512, 37, 14],
  ['ACME-WS-012', 11, 'workstation', 'Windows 11 Pro', 'ACME\\b.singh', 2, 256, 52, 9],
  ['ACME-WS-013', 11, 'workstation', 'Windows 10 Pro', 'ACME\\j.moreau', 9, 256, 33, 11],
  ['ACME-WS-014', 11, 'workstation', 'Windows 11 Pro', 'ACME\\r.keller', 6, 512, 46, 18],
  ['ACME-DC01', 11, 'server', 'Windows Server 2022 Standard', 'ACME\\administrator', 63, 120, 21, 2],
  ['NORTH-WS-001', 12, 'workstation', 'Windows 11 Pro', 'NORTH\\p.nair', 3, 256, 28, 31],
  ['NORTH-WS-002', 12, 'workstation', 'Windows 11 Pro', 'NORTH\\e.cho', 7, 512, 61, 8],
  ['NORTH-WS-003', 12, 'workstation', 'Windows 11 Pro', 'NORTH\\g.ruiz', 12, 256, 9, 44],
  ['NORTH-FS01', 12, 'server', 'Windows Server 2019 Standard', 'NORTH\\administrator', 40, 2_000, 6, 3],
  ['BRIGHT-WS-004', 13, 'workstation', 'Windows 11 Pro', 'BRIGHT\\l.brandt', 1, 512, 55, 10],
  ['BRIGHT-WS-005', 13, 'workstation', 'Windows 11 Pro', 'BRIGHT\\n.adeyemi', 8, 512, 48, 12],
  ['BRIGHT-MAC-01', 13, 'workstation', 'macOS 15.6', 'leo', 11, 500, 44, 15],
  ['HARBOR-WS-001', 14, 'workstation', 'Windows 11 Pro', 'HARBOR\\h.sato', 2, 256, 39, 13],
  ['HARBOR-SRV01', 14, 'server', 'Windows Server 2022 Standard', 'HARBOR\\svc-lob', 22, 480, 35, 20],
];

function device(row: DeviceRow, id: number, random: DeterministicRandom, nowMs: number): WorldDevice {
  const [name, clientId, role, os, lastUser, bootDays, totalGb, freePercent, reclaimableGb] = row;
  const isMac = os.startsWith('macOS');
  const bootMs = nowMs - bootDays * dayMs - random.integer(10) * hourMs;
  const mac = () => ['00', '1a', ...(random.hex(8).match(/../g) ?? [])].join(':').toUpperCase();
  return {
    id,
    uid: random.uuid(),
    name,
    clientId,
    role,
    osFamily: isMac ? 'macos' : 'windows',
    os,
    osBuild: isMac ? '24G84' : role === 'server' ? '20348.2762' : '22631.4317',
    manufacturer: isMac ? 'Apple Inc.' : role === 'server' ? 'Dell Inc.' : 'LENOVO',
    model: isMac ? 'MacBook Pro 14' : role === 'server' ? 'PowerEdge R450' : 'ThinkPad T14',
    serial: random.hex(8).toUpperCase(),
    macs: role === 'server' ? [mac(), mac()] : [mac()],
    ipAddress: `10.${clientId}.0.${id - 190}`,
    isOnline: true,
    lastSeenAtMs: nowMs - random.integer(50) * 1_000,
    lastBootAtMs: bootMs,
    needsReboot: name === 'ACME-DC01',
    isInMaintenance: false,
    lastUser,
    memoryBytes: (role === 'server' ? 64 : 16) * 1_073_741_824,
    services: isMac ? [] : windowsServices(role, name, bootMs),
    disks: [
      {
        name: isMac ? '/' : 'C:',
        label: isMac ? 'Macintosh HD' : 'System',
        totalBytes: totalGb * gb,
        freeBytes: Math.round((totalGb * gb * freePercent) / 100),
        reclaimableBytes: reclaimableGb * gb,
      },
      ...(role === 'server'
        ? [{ name: 'D:', label: 'Data', totalBytes: 4_000 * gb, freeBytes: 1_450 * gb, reclaimableBytes: 0 }]
        : []),
    ],
    patches: isMac ? [] : patches(name, random, nowMs),
    configurationId: 401 + (id - 201),
    printQueueLength: 0,
  };
}

function windowsServices(role: string, name: string, bootMs: number): WorldService[] {
  const rows: [string, string, 'automatic' | 'manual' | 'disabled'][] = [
    ['WinRM', 'Windows Remote Management (WS-Management)', 'automatic'],
    ['Spooler', 'Print Spooler', 'automatic'],
    ['wuauserv', 'Windows Update', 'manual'],
    ['BITS', 'Background Intelligent Transfer Service', 'manual'],
    ['EventLog', 'Windows Event Log', 'automatic'],
    ['Dnscache', 'DNS Client', 'automatic'],
    ['RemoteRegistry', 'Remote Registry', 'disabled'],
  ];
  if (role === 'server') rows.push(['LanmanServer', 'Server', 'automatic']);
  if (name === 'ACME-DC01') rows.push(['NTDS', 'Active Directory Domain Services', 'automatic']);
  if (name === 'HARBOR-SRV01') rows.push(['MSSQLSERVER', 'SQL Server (MSSQLSERVER)', 'automatic']);
  return rows.map(([service, displayName, startType]) => ({
    name: service,
    displayName,
    startType,
    state: startType === 'disabled' ? 'stopped' : 'running',
    lastStartAtMs: startType === 'disabled' ? null : bootMs + minuteMs,
  }));
}

function patches(name: string, random: DeterministicRandom, nowMs: number): WorldPatch[] {
  const isDc = name === 'ACME-DC01';
  const rows: [string, string, WorldPatch['severity'], WorldPatch['status'], number][] = [
    ['KB5043080', 'Cumulative Update for Windows', 'critical', 'installed', isDc ? 70 : 12],
    ['KB5042099', '.NET Framework Security Update', 'important', 'installed', isDc ? 71 : 13],
    ['KB5046633', 'Cumulative Update for Windows', 'critical', isDc ? 'failed' : 'pending', 0],
    ...(isDc
      ? ([
          ['KB5046547', '.NET Framework Cumulative Update', 'important', 'failed', 0],
          ['KB5034439', 'Windows Recovery Environment Update', 'critical', 'failed', 0],
        ] as [string, string, WorldPatch['severity'], WorldPatch['status'], number][])
      : []),
  ];
  return rows.map(([kb, title, severity, status, daysAgo]) => ({
    id: random.uuid(),
    kb,
    name: `${title} (${kb})`,
    severity,
    status,
    installedAtMs: status === 'installed' ? nowMs - daysAgo * dayMs : null,
    error: status === 'failed' ? '0x800F0922' : null,
    isStubborn: isDc,
  }));
}

function addHistory(state: WorldState, nowMs: number): void {
  let noteId = 7_000;
  const ordered = [...seedTickets].sort((a, b) => b.daysAgo - a.daysAgo);
  for (const [index, seed] of ordered.entries()) {
    const createdAtMs = nowMs - seed.daysAgo * dayMs - 3 * hourMs;
    const closedAtMs = createdAtMs + (seed.minutes + 20) * minuteMs;
    const clientId = clientIdByPrefix(seed.device);
    const owner = state.people.find((person) => person.handle === seed.owner);
    const known = state.devices.find((entry) => entry.name === seed.device);
    const contact = state.contacts.find((entry) => entry.clientId === clientId);
    const id = 5_001 + index;
    const isMonitor = /^(RMM|Monitor|Alert|Disk alert|Patch report|Agent offline|Repeated)/.test(seed.description);
    const boardId = isMonitor ? 2 : 1;
    state.tickets.push({
      id,
      title: seed.title,
      boardId,
      statusId: boardId * 100 + 6,
      priority: seed.priority,
      category: seed.category,
      clientId,
      contactId: isMonitor ? null : (contact?.id ?? null),
      ownerId: owner?.id ?? null,
      deviceIds: known ? [known.id] : [],
      externalKey: null,
      createdAtMs,
      updatedAtMs: closedAtMs,
      closedAtMs,
      version: 3,
      updatedBy: seed.owner,
    });
    const texts = [seed.description, ...seed.notes, seed.resolution];
    for (const [position, text] of texts.entries()) {
      const isFirst = position === 0;
      const isLast = position === texts.length - 1;
      state.notes.push({
        id: ++noteId,
        ticketId: id,
        visibility: isFirst ? 'public' : 'internal',
        isResolution: isLast,
        text,
        authorId: isFirst ? null : (owner?.id ?? null),
        contactId: isFirst && !isMonitor ? (contact?.id ?? null) : null,
        minutes: isLast ? seed.minutes : null,
        notified: false,
        createdAtMs: createdAtMs + Math.round(((closedAtMs - createdAtMs) * position) / texts.length),
      });
    }
  }
}

function addDeviceHistory(state: WorldState, nowMs: number): void {
  let id = 90_000;
  for (const entry of state.devices) {
    const add = (
      hoursAgo: number,
      kind: WorldState['activities'][number]['kind'],
      severity: 'info' | 'major',
      subject: string,
      message: string,
    ) =>
      state.activities.push({
        id: ++id,
        deviceId: entry.id,
        atMs: nowMs - hoursAgo * hourMs,
        kind,
        severity,
        subject,
        message,
        alertUid: null,
        scriptRunId: null,
        data: {},
      });
    add(30, 'user-signed-in', 'info', 'User signed in', `${entry.lastUser ?? 'unknown'} signed in to ${entry.name}`);
    for (const patch of entry.patches) {
      if (patch.status === 'failed') {
        add(26, 'patch-failed', 'major', 'Patch failed', `${patch.name} failed on ${entry.name}: ${patch.error}`);
      }
    }
    if (entry.osFamily === 'windows') {
      add(20, 'system-event', 'info', 'System', `The system uptime was recorded on ${entry.name} (event 6013)`);
    }
  }
  state.activities.sort((a, b) => a.atMs - b.atMs);
  for (const [index, activity] of state.activities.entries()) activity.id = 90_001 + index;
}

function clientIdByPrefix(deviceName: string): number {
  const prefix = deviceName.split('-')[0];
  return { ACME: 11, NORTH: 12, BRIGHT: 13, HARBOR: 14 }[prefix ?? ''] ?? 11;
}
