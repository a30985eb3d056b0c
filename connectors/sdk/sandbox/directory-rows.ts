// Who and what is in the clients' directories, row by row: the seed makes records of them.
import type { DirectorySource, WorldGroup } from './directory-records.ts';

/** client, domain, short name on premises, paid plan */
export const domains: [number, string, string | null, boolean][] = [
  [11, 'acme.example', 'ACME', true],
  [12, 'northwind.example', null, true],
  [13, 'brightside.example', null, false],
  [14, 'harbor.example', null, true],
];

type GroupRow = [number, DirectorySource, string, WorldGroup['kind'], string | null, string | null];
export const groupRows: GroupRow[] = [
  [11, 'cloud', 'VPN Users', 'security', 'May connect from home', null],
  [11, 'cloud', 'Office Printers', 'security', null, null],
  [11, 'cloud', 'All Staff', 'security', 'Everybody with an account', '(user.accountEnabled -eq true)'],
  [11, 'cloud', 'Announcements', 'mail', 'Mail to everybody', null],
  [11, 'cloud', 'Finance Team', 'team', 'Team of finance', null],
  [11, 'synced', 'Finance Share', 'security', 'Write access to the finance share', null],
  [11, 'synced', 'Workshop Share', 'security', null, null],
  [11, 'premises', 'Domain Admins', 'security', 'Designated administrators of the domain', null],
  [12, 'cloud', 'Case Files', 'security', 'Write access to case files', null],
  [12, 'cloud', 'VPN Users', 'security', null, null],
  [12, 'cloud', 'Partners', 'team', null, null],
  [12, 'cloud', 'All Staff', 'security', null, '(user.accountEnabled -eq true)'],
  [13, 'cloud', 'Front Desk', 'security', null, null],
  [13, 'cloud', 'Imaging', 'security', 'May open X-ray images', null],
  [14, 'cloud', 'Dispatch', 'security', null, null],
  [14, 'cloud', 'Warehouse Scanners', 'security', null, null],
];

export const licenseRows: [number, string, number, number][] = [
  [11, 'SPB', 12, 5],
  [11, 'EXCHANGESTANDARD', 5, 1],
  [11, 'AAD_PREMIUM', 3, 0],
  // not one is free
  [11, 'VISIOCLIENT', 1, 1],
  [12, 'SPB', 8, 3],
  [12, 'EXCHANGESTANDARD', 2, 0],
  [13, 'O365_BUSINESS_ESSENTIALS', 6, 2],
  [14, 'O365_BUSINESS_PREMIUM', 10, 4],
];

export type Trait = 'disabled' | 'locked' | 'administrator' | 'service' | 'nowhere' | 'group-licence';
interface AccountRow {
  clientId: number;
  source: DirectorySource;
  name: string;
  /** before the @ */
  mail: string;
  shortName?: string;
  department?: string;
  jobTitle?: string;
  groups?: string[];
  licenses?: string[];
  traits?: Trait[];
}
const person = (
  clientId: number,
  source: DirectorySource,
  name: string,
  more: Omit<AccountRow, 'clientId' | 'source' | 'name' | 'mail'> & { mail?: string } = {},
): AccountRow => ({ clientId, source, name, mail: name.toLowerCase().replace(/ /g, '.'), ...more });

export const accountRows: AccountRow[] = [
  person(11, 'cloud', 'Dana Whitfield', {
    department: 'Finance',
    jobTitle: 'Head of Finance',
    groups: ['VPN Users', 'All Staff', 'Finance Team'],
    licenses: ['SPB', 'EXCHANGESTANDARD'],
    traits: ['group-licence'],
  }),
  person(11, 'synced', 'Owen Castillo', {
    department: 'Production',
    jobTitle: 'Shift Lead',
    groups: ['Workshop Share', 'All Staff'],
    licenses: ['SPB'],
  }),
  person(11, 'synced', 'Bela Singh', { department: 'Finance', groups: ['Finance Share'], traits: ['locked'] }),
  person(11, 'synced', 'Jules Moreau', { department: 'Production', traits: ['disabled'] }),
  person(11, 'synced', 'Rika Keller', { department: 'Sales', groups: ['VPN Users'], licenses: ['SPB'] }),
  person(11, 'cloud', 'Mia Torres', {
    department: 'Sales',
    groups: ['VPN Users'],
    licenses: ['SPB'],
    traits: ['disabled'],
  }),
  // two people of one name, and a name with an apostrophe: both are where a search goes wrong
  person(11, 'cloud', "Sean O'Brien", { mail: 'sean.obrien', department: 'Sales', traits: ['nowhere'] }),
  person(11, 'cloud', 'Dana Whitfield', { mail: 'dana.whitfield2', department: 'Sales', jobTitle: 'Trainee' }),
  person(11, 'cloud', 'Acme Administrator', { mail: 'admin', traits: ['administrator'] }),
  person(11, 'premises', 'Administrator', {
    mail: 'administrator',
    groups: ['Domain Admins'],
    traits: ['administrator', 'service'],
  }),
  person(11, 'premises', 'Backup Service', { mail: 'svc-backup', traits: ['service'] }),
  person(12, 'cloud', 'Priya Nair', {
    jobTitle: 'Partner',
    groups: ['Case Files', 'Partners', 'All Staff'],
    licenses: ['SPB'],
  }),
  person(12, 'cloud', 'Eun Cho', { groups: ['Case Files', 'VPN Users', 'All Staff'], licenses: ['SPB'] }),
  person(12, 'cloud', 'Gil Ruiz', { groups: ['VPN Users'], licenses: ['SPB'], traits: ['locked'] }),
  person(12, 'cloud', 'Tess Arden', { traits: ['disabled'] }),
  person(13, 'cloud', 'Leo Brandt', {
    jobTitle: 'Practice Manager',
    groups: ['Front Desk'],
    licenses: ['O365_BUSINESS_ESSENTIALS'],
  }),
  person(13, 'cloud', 'Nia Adeyemi', { groups: ['Front Desk', 'Imaging'], licenses: ['O365_BUSINESS_ESSENTIALS'] }),
  person(13, 'cloud', 'Former Assistant', { traits: ['disabled'] }),
  person(14, 'cloud', 'Hana Sato', {
    jobTitle: 'Dispatcher',
    groups: ['Dispatch'],
    licenses: ['O365_BUSINESS_PREMIUM'],
  }),
  person(14, 'cloud', 'Line Of Business', { mail: 'svc-lob', traits: ['service'] }),
  person(14, 'cloud', 'Ravi Menon', { groups: ['Warehouse Scanners'], traits: ['locked'] }),
];

interface PolicyRow {
  name: string;
  isUserPartEnabled: boolean;
  isComputerPartEnabled: boolean;
  links: [target: string, isEnabled: boolean, isEnforced: boolean][];
}
export const policyRows: PolicyRow[] = [
  { name: 'Default Domain Policy', isUserPartEnabled: true, isComputerPartEnabled: true, links: [['', true, false]] },
  {
    name: 'Default Domain Controllers Policy',
    isUserPartEnabled: true,
    isComputerPartEnabled: true,
    links: [['Domain Controllers', true, false]],
  },
  {
    name: 'Windows Update for Workstations',
    isUserPartEnabled: false,
    isComputerPartEnabled: true,
    links: [['Staff', true, true]],
  },
  { name: 'Map Finance Drive', isUserPartEnabled: true, isComputerPartEnabled: false, links: [['Staff', true, false]] },
  { name: 'Old Screen Saver', isUserPartEnabled: true, isComputerPartEnabled: false, links: [['Staff', false, false]] },
  { name: 'Nowhere Linked', isUserPartEnabled: false, isComputerPartEnabled: false, links: [] },
];
