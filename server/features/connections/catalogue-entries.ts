// Products of MSPs that there is no connector for, and what stands in the way. "Not built" is all that is promised. Every
// fact is from what the vendor or people who use its API published, as collected for this project; what is not known is
// said to be not known.
import type { ConnectorSystem } from './connection.schema.ts';

export interface CatalogueEntry {
  /** as a connector of it would be called */
  id: string;
  name: string;
  vendor: string;
  systems: readonly (ConnectorSystem | 'backup' | 'network' | 'inspection')[];
  /** what it is for, a line */
  summary: string;
  /** is there a public API a connector could use? */
  api: 'public' | 'documented by others' | 'none found';
  /** what it would offer here */
  could: readonly string[];
  /** what is missing or in the way */
  missing: readonly string[];
}

export const catalogueEntries: readonly CatalogueEntry[] = [
  {
    id: 'liongard/inspection',
    name: 'Liongard',
    vendor: 'Liongard',
    systems: ['inspection'],
    summary: 'Inspects configurations and assets of clients, and tells what changed.',
    api: 'documented by others',
    could: ['Read-only facts for triage: who changed what, on which system, when.'],
    missing: [
      'No ticket, no script, and the state of a device only as the last inspection saw it.',
      'Errors and limits are not documented; how its webhooks are signed was not found.',
    ],
  },
  {
    id: 'jamf/pro',
    name: 'Jamf Pro',
    vendor: 'Jamf',
    systems: ['rmm'],
    summary: 'Manages Macs, iPhones and iPads.',
    api: 'public',
    could: ['Devices with inventory, commands of mobile device management, webhooks for 22 events.'],
    missing: [
      'No direct way to run a script: it goes through a policy at the next check-in, and no output comes back.',
      'Webhooks carry no signature, only a password or a header.',
      'Every instance serves its own API description; none was at hand to test against.',
    ],
  },
  {
    id: 'kandji/iru',
    name: 'Kandji (Iru)',
    vendor: 'Iru',
    systems: ['rmm'],
    summary: 'Manages Apple devices; called Iru since its new name.',
    api: 'public',
    could: ['Devices and their state, restart, lock and other commands with their results.'],
    missing: [
      'No script for one device: scripts belong to a blueprint that many devices share.',
      'The API has no webhooks: it would have to be asked again and again.',
      'Some actions erase a device; they need more care than a first version has.',
    ],
  },
  {
    id: 'addigy/rmm',
    name: 'Addigy',
    vendor: 'Addigy',
    systems: ['rmm'],
    summary: 'Manages Apple devices for MSPs.',
    api: 'public',
    could: ['Devices with facts such as serial number and online state, alerts with their status.'],
    missing: [
      'The call to run a command on one device is not confirmed.',
      'Limits, webhooks and signatures were not found.',
      'Known to answer differently from its description, for example with the order of alerts turned round.',
    ],
  },
  {
    id: 'datto/bcdr',
    name: 'Datto BCDR and SaaS Protection',
    vendor: 'Datto (Kaseya)',
    systems: ['backup'],
    summary: 'Backup of servers and cloud mail, with restore and screenshot checks.',
    api: 'public',
    could: ['State of backups, last snapshot and last screenshot check, alerts of appliances.'],
    missing: [
      'Reading only: no restore and no webhooks.',
      'MSPclaw has no kind of system for backup yet, so that no playbook could ask for it.',
    ],
  },
  {
    id: 'datto/networking',
    name: 'Datto Networking',
    vendor: 'Datto (Kaseya)',
    systems: ['network'],
    summary: 'Access points, switches and power strips, managed in the cloud.',
    api: 'public',
    could: ['Networks, access points and switches with their state and history.'],
    missing: [
      'Actions such as a restart are plain reads of an address there: the guard that lets reads pass must not trust them.',
      'No webhooks; limits without figures; no public API of the DNA router was found.',
    ],
  },
  {
    id: 'connectwise/it-boost',
    name: 'IT Boost',
    vendor: 'ConnectWise',
    systems: ['documentation'],
    summary: 'Documentation of clients.',
    api: 'none found',
    could: ['Reading an export file, if a customer has one.'],
    missing: ['No description of an API, no client library and no webhooks were found.'],
  },
  {
    id: 'kaseya/vsa-9',
    name: 'Kaseya VSA 9',
    vendor: 'Kaseya',
    systems: ['rmm'],
    summary: 'The older VSA, mostly on servers of one’s own. VSA 10 (VSA X) is another product.',
    api: 'documented by others',
    could: ['Agents with their state and patches, agent procedures as scripts, alarms, tickets of its service desk.'],
    missing: [
      'Its API has nothing in common with that of VSA X; it would be a connector of its own.',
      'Procedures give no output, one list of alarms tells each alarm only once, and there are no webhooks.',
      'Every server describes its API only to itself; none was at hand to test against.',
    ],
  },
];
