// When a poll comes again: sooner where there was news, later where it is quiet, and much later where the vendor says
// that it is too much or does not answer. Pure.

export type PollResult = 'news' | 'quiet' | 'away';

/** never more often than this, unless the connector itself says so */
const soonestSeconds = 15;
const longestSeconds = 3_600;

export function nextPollSeconds(current: number | null, usual: number, result: PollResult): number {
  const now = current ?? usual;
  if (result === 'news') return Math.max(now / 2, usual / 4, Math.min(soonestSeconds, usual));
  if (result === 'quiet') {
    // from below it comes back to the usual first
    return now < usual ? Math.min(usual, now * 1.5) : Math.min(usual * 2, now * 1.25);
  }
  return Math.min(longestSeconds, usual * 8, Math.max(now, usual) * 2);
}
