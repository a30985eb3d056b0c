// What the directories of the imaginary MSP's clients hold: accounts, groups, licences, sign-ins, group policies.
// One client = one tenant in the cloud; a client with a domain controller also has a directory on premises.

/** Where the master is. `synced`: on premises, seen in the cloud too, and read-only there. */
export type DirectorySource = 'cloud' | 'premises' | 'synced';

export interface WorldDirectory {
  clientId: number;
  /** of the tenant in the cloud */
  uid: string;
  /** mail and sign-in domain, "acme.example" */
  domain: string;
  /** short name of the domain on premises, "ACME"; null = there is none */
  premisesName: string | null;
  /** sign-in reports are only there with a paid plan */
  hasPaidPlan: boolean;
}

export interface WorldAccount {
  id: number;
  uid: string;
  clientId: number;
  source: DirectorySource;
  principalName: string;
  /** sign-in name on premises, at most 20 characters */
  shortName: string;
  name: string;
  email: string | null;
  department: string | null;
  jobTitle: string | null;
  /** container on premises, "Staff" */
  organizationalUnit: string;
  /** holds an administrator role: directories protect such accounts against other people's helpers */
  isAdministrator: boolean;
  isEnabled: boolean;
  isLockedOut: boolean;
  mustChangePassword: boolean;
  /** what a reset last set; tests look here, no answer ever holds it */
  password: string;
  /** two letters; licences cannot be assigned without */
  usageLocation: string | null;
  licenseIds: number[];
  /** licences that come with a group and cannot be taken away from the person alone */
  groupLicenseIds: number[];
  groupIds: number[];
  createdAtMs: number;
  changedAtMs: number;
  passwordSetAtMs: number;
  lastSignInAtMs: number | null;
  sessionsRevokedAtMs: number | null;
}

export interface WorldGroup {
  id: number;
  uid: string;
  clientId: number;
  source: DirectorySource;
  name: string;
  description: string | null;
  /** `mail`: a distribution list; `team`: mailbox and files of a team */
  kind: 'security' | 'mail' | 'team';
  /** a rule decides who is in it; null = people do */
  rule: string | null;
}

export interface WorldLicense {
  id: number;
  /** of the product; the same for every client */
  uid: string;
  clientId: number;
  /** the vendor's short name, "SPB" */
  partNumber: string;
  total: number;
  /** used by accounts that are not in this world */
  usedElsewhere: number;
}

export interface WorldSignIn {
  id: number;
  uid: string;
  accountId: number;
  atMs: number;
  app: string;
  ipAddress: string;
  city: string;
  /** two letters */
  country: string;
  isSuccess: boolean;
  /** the vendor's number of the reason; 0 = none */
  errorCode: number;
  reason: string | null;
}

export interface WorldGroupPolicy {
  id: number;
  uid: string;
  clientId: number;
  name: string;
  isUserPartEnabled: boolean;
  isComputerPartEnabled: boolean;
  /** `target`: "" = the domain, else an organisational unit */
  links: { target: string; isEnabled: boolean; isEnforced: boolean }[];
  createdAtMs: number;
  changedAtMs: number;
}

export interface WorldDirectories {
  directories: WorldDirectory[];
  accounts: WorldAccount[];
  groups: WorldGroup[];
  licenses: WorldLicense[];
  signIns: WorldSignIn[];
  groupPolicies: WorldGroupPolicy[];
}
