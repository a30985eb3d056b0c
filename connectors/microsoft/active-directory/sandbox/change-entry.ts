// Changes as a domain controller takes and refuses them. All of one change or nothing.
import type { WorldAccount } from '#connectors/sdk/sandbox/directory-records.ts';
import type { LdapResult, LdapServerChange } from '#connectors/sdk/sandbox/ldap-server.ts';
import { type DirectoryContext, domainEntries, domainOf } from './domain-entries.ts';
import { accountDn } from './people-entries.ts';

const done: LdapResult = { resultCode: 0 };
const refused = (resultCode: number, said: string): LdapResult => ({ resultCode, said: `${said}\n\u0000` });
const noRight = refused(50, '00002098: SecErr: DSID-031514A0, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0');
const policy = refused(
  19,
  '0000052D: AtrErr: DSID-03190FD6, #1:\n\t0: 0000052D: DSID-03190FD6, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 9005a (unicodePwd)',
);
const unwilling = (code: string) =>
  refused(53, `${code}: SvcErr: DSID-031A1248, problem 5003 (WILL_NOT_PERFORM), data 0`);

export function changeEntry(
  dn: string,
  changes: LdapServerChange[],
  who: string | null,
  context: DirectoryContext,
): LdapResult {
  const mayWrite = who !== null && context.state.accounts[who]?.mayWrite === true;
  const entry = domainEntries(context).find((one) => one.dn.toLowerCase() === dn.toLowerCase());
  if (!entry) return refused(32, '0000208D: NameErr: DSID-03152D2B, problem 2001 (NO_OBJECT), data 0, best match of:');
  if (!mayWrite || entry.values.adminCount?.length) return noRight;
  if (entry.group) return changeMembers(entry.group.id, changes, context);
  if (!entry.account) return noRight;
  const copy = structuredClone(entry.account);
  const flags = { ...context.state.control };
  for (const change of changes) {
    const result = changeAccount(copy, change, flags, changes, context);
    if (result.resultCode !== 0) return result;
  }
  const { isContested } = context.state.quirks;
  Object.assign(entry.account, copy, { changedAtMs: context.world.nowMs() });
  if (isContested) entry.account.isEnabled = !entry.account.isEnabled;
  context.state.control = flags;
  return done;
}

function changeAccount(
  account: WorldAccount,
  { operation, attribute, values }: LdapServerChange,
  flags: Record<string, number>,
  all: LdapServerChange[],
  { state, world }: DirectoryContext,
): LdapResult {
  const { quirks } = state;
  const [value = Buffer.alloc(0)] = values;
  if (operation !== 'replace') return unwilling('00000057');
  switch (attribute.toLowerCase()) {
    case 'useraccountcontrol': {
      const control = Number(value.toString());
      if (!Number.isInteger(control)) return refused(21, '00000057: the value is no number');
      flags[account.uid] = control;
      account.isEnabled = (control & 2) === 0;
      return done;
    }
    case 'lockouttime':
      if (value.toString() !== '0') return unwilling('0000209A');
      account.isLockedOut = false;
      return done;
    case 'pwdlastset': {
      if (quirks.refusesMustChange) return noRight;
      // in one change with the password, a 0 that was there already is lost
      const isLost = account.mustChangePassword && all.some((one) => one.attribute.toLowerCase() === 'unicodepwd');
      account.mustChangePassword = value.toString() === '0' && !isLost;
      return done;
    }
    case 'unicodepwd': {
      const text = value.toString('utf16le');
      const isQuoted = value.length % 2 === 0 && text.length > 2 && text.startsWith('"') && text.endsWith('"');
      if (!isQuoted || quirks.passwordRefusal === 'unwilling') return unwilling('0000001F');
      const password = text.slice(1, -1);
      if (password.length < 12 || password === account.password || quirks.passwordRefusal === 'policy') return policy;
      account.password = password;
      account.passwordSetAtMs = world.nowMs();
      if (!all.some((one) => one.attribute.toLowerCase() === 'pwdlastset')) account.mustChangePassword = false;
      return done;
    }
    default:
      return noRight;
  }
}

function changeMembers(groupId: number, changes: LdapServerChange[], context: DirectoryContext): LdapResult {
  const { base, clientId } = domainOf(context);
  for (const { operation, attribute, values } of changes) {
    const account = context.world.state.accounts.find(
      (row) => row.clientId === clientId && accountDn(row, base).toLowerCase() === String(values[0]).toLowerCase(),
    );
    if (attribute.toLowerCase() !== 'member' || operation === 'replace') return noRight;
    if (context.state.quirks.refusesMembers) return unwilling('00002145');
    if (!account) return refused(32, '00000525: NameErr: DSID-031A1262, problem 2001 (NO_OBJECT), data 0');
    const isIn = account.groupIds.includes(groupId);
    if (operation === 'add' && isIn)
      return refused(68, '00000562: UpdErr: DSID-031A11E2, problem 6005 (ENTRY_EXISTS), data 0');
    if (operation === 'delete' && !isIn) return unwilling('00000561');
    if (operation === 'add') account.groupIds.push(groupId);
    else account.groupIds = account.groupIds.filter((id) => id !== groupId);
  }
  return done;
}
