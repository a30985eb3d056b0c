// Sign-ins of the last days: the ordinary ones, wrong passwords, a locked account, and one that a person must look at:
// failures from another country followed by a success from there.
import type { DeterministicRandom } from './deterministic-random.ts';
import type { WorldAccount, WorldSignIn } from './directory-records.ts';

const hourMs = 3_600_000;
const home = { ipAddress: '203.0.113.20', city: 'Springfield', country: 'US' };
const abroad = { ipAddress: '198.51.100.77', city: 'Lagos', country: 'NG' };
const success = { isSuccess: true, errorCode: 0, reason: null };
const wrongPassword = {
  isSuccess: false,
  errorCode: 50126,
  reason: 'Error validating credentials due to invalid username or password.',
};
const locked = {
  isSuccess: false,
  errorCode: 50053,
  reason: 'The account is locked because of too many sign-in attempts with an incorrect user ID or password.',
};
const disabled = { isSuccess: false, errorCode: 50057, reason: 'The user account is disabled.' };

export function seedSignIns(
  accounts: readonly WorldAccount[],
  random: DeterministicRandom,
  nowMs: number,
): WorldSignIn[] {
  const rows: Omit<WorldSignIn, 'id' | 'uid'>[] = accounts.flatMap((account) => {
    const at = (hoursAgo: number, app: string, from: typeof home, how: typeof success | typeof wrongPassword) => ({
      accountId: account.id,
      atMs: nowMs - Math.round(hoursAgo * hourMs),
      app,
      ...from,
      ...how,
    });
    if (account.source === 'premises') return [];
    if (!account.isEnabled) return [at(50, 'Office 365 Exchange Online', home, disabled)];
    const ordinary = [at(26, 'Microsoft Teams', home, success), at(3, 'Office 365 Exchange Online', home, success)];
    if (account.isLockedOut) {
      return [
        ...ordinary,
        ...[2, 1.9, 1.8].map((hours) => at(hours, 'Microsoft Teams', home, wrongPassword)),
        at(1.7, 'Microsoft Teams', home, locked),
      ];
    }
    if (account.principalName.startsWith('dana.whitfield@')) {
      return [
        ...ordinary,
        ...[1.2, 1.1, 1].map((hours) => at(hours, 'Azure Portal', abroad, wrongPassword)),
        at(0.9, 'Azure Portal', abroad, success),
      ];
    }
    return ordinary;
  });
  return rows.sort((a, b) => a.atMs - b.atMs).map((row, index) => ({ id: 9_001 + index, uid: random.uuid(), ...row }));
}
