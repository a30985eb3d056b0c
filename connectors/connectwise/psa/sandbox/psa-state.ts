// What this dialect keeps beside the world: registrations, keys, and the settings of its misbehaviour. Tests and the
// demo change the latter in place.
export type CallbackRecord = {
  id: number;
  url: string;
  type: string;
  level: string;
  objectId: number;
  description: string;
  isSelfSuppressedFlag: boolean;
  inactiveFlag: boolean;
  firstFailedAtMs: number | null;
  lastFailedAtMs: number | null;
};

export type PsaSandboxState = {
  companyId: string;
  companyName: string;
  clientId: string;
  publicKey: string;
  privateKey: string;
  /** a second key of the same member, whose security role may look and not touch */
  readOnlyPublicKey: string;
  readOnlyPrivateKey: string;
  /** handle of the API member the key belongs to */
  member: string;
  /** the codebase of today; a cloud upgrade changes it and the old one answers 404 */
  codebase: string;
  /** how a wrong key is answered: it differs between servers */
  wrongKeyStatus: 401 | 403 | 404;
  /** parts of paths the security role does not reach: 403 */
  deniedPaths: string[];
  /** fields a board wants filled before a ticket may be closed */
  requiredToClose: { boardId: number; field: 'type' | 'owner' | 'contact' }[];
  /** a workflow rule that silently puts the status back: PATCH answers 200 and does nothing */
  frozenTicketIds: number[];
  callbacks: CallbackRecord[];
  /** while a write with `skipCallback` runs */
  isSilent: boolean;
  signingKey: string;
  keyId: number;
  /** where this server is reached; learnt from the requests, for addresses in callbacks */
  apiOrigin: string | null;
};

export const initialPsaState = (seed: number): PsaSandboxState => ({
  companyId: 'mspdemo',
  companyName: 'Demo Managed Services',
  clientId: '5f7c2a10-3c1e-4a57-9a55-0d9b8c7e6f51',
  publicKey: 'DemoPublicKey001',
  privateKey: 'DemoPrivateKey001',
  readOnlyPublicKey: 'DemoPublicKey002',
  readOnlyPrivateKey: 'DemoPrivateKey002',
  member: 'mspclaw',
  codebase: 'v2026_1',
  wrongKeyStatus: 401,
  deniedPaths: [],
  requiredToClose: [],
  frozenTicketIds: [],
  callbacks: [],
  isSilent: false,
  signingKey: `sandbox-signing-key-${seed}`,
  keyId: 1,
  apiOrigin: null,
});
