// How long a sign-in lasts: two weeks at most, three days without a visit.
const dayMs = 86_400_000;

export const sessionMaxAgeMs = 14 * dayMs;
const sessionIdleMs = 3 * dayMs;
/** The row is touched at most this often: a page load is not a write. */
const touchEveryMs = 300_000;

export const expiryOf = (now: Date): Date => new Date(now.getTime() + sessionMaxAgeMs);
export const livingAt = (now: Date) => ({ now, idleBefore: new Date(now.getTime() - sessionIdleMs) });
export const wantsTouch = (lastSeenAt: Date, now: Date): boolean => now.getTime() - lastSeenAt.getTime() > touchEveryMs;
