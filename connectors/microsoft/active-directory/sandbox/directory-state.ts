// What the domain's sandbox keeps beside the world: who may sign in, flags that the world does not know, and the switches
// for what domains do differently.
import { deterministicRandom } from '#connectors/sdk/sandbox/deterministic-random.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export interface DirectoryQuirks {
  /** how a new password is refused; null = it is taken */
  passwordRefusal: 'policy' | 'unwilling' | null;
  /** the change after the password is refused */
  refusesMustChange: boolean;
  /** lockouts are over by themselves: the time stays, the computed bit goes */
  hasLockoutsEnded: boolean;
  /** the computed attribute is not told */
  hidesComputed: boolean;
  /** changes of members are refused with 53 for a reason of their own */
  refusesMembers: boolean;
  /** somebody else changes an account between a write and the read after it */
  isContested: boolean;
  /** the base of the domain is said to be elsewhere */
  refers: boolean;
}

export interface ServiceAccount {
  password: string;
  /** what the refusal says; null = let in */
  refusedWith: string | null;
  mayWrite: boolean;
}

export type DirectoryState = {
  quirks: DirectoryQuirks;
  accounts: Record<string, ServiceAccount>;
  /** userAccountControl as it was last written, by account uid */
  control: Record<string, number>;
} & { [key: string]: Json };

/** the same for every seed */
export const domainUid = (clientId: number): string => deterministicRandom(7_000 + clientId).uuid();

export const serviceAccounts = {
  full: 'svc-mspclaw@acme.example',
  reader: 'svc-reader@acme.example',
} as const;
/** by the code that their sign-in is refused with */
export const refusedAccount = (data: string): string => `svc-${data}@acme.example`;
export const passwordOf = (name: string): string => `Sandbox!${name.split('@')[0]}-4711`;

const account = (name: string, changes: Partial<ServiceAccount> = {}): [string, ServiceAccount] => [
  name,
  { password: passwordOf(name), refusedWith: null, mayWrite: true, ...changes },
];

export const initialDirectoryState = (): DirectoryState =>
  ({
    quirks: {
      passwordRefusal: null,
      refusesMustChange: false,
      hasLockoutsEnded: false,
      hidesComputed: false,
      refusesMembers: false,
      isContested: false,
      refers: false,
    },
    accounts: Object.fromEntries([
      account(serviceAccounts.full),
      account(serviceAccounts.reader, { mayWrite: false }),
      ...['530', '531', '532', '533', '701', '773', '775'].map((data) =>
        account(refusedAccount(data), { refusedWith: data }),
      ),
    ]),
    control: {},
  }) satisfies { [key: string]: unknown } as DirectoryState;
