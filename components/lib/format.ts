// Numbers, times and spans as people read them. Pure; the present moment is always an argument.
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "just now", "5 min ago", "in 3 h", "4 d ago"; beyond a month, the date */
export function relativeTime(at: Date, now: Date): string {
  const distance = now.getTime() - at.getTime();
  const size = Math.abs(distance);
  if (size < 5 * second) return 'just now';
  if (size >= 30 * day) return at.toISOString().slice(0, 10);
  const amount =
    size < minute
      ? `${Math.floor(size / second)} s`
      : size < hour
        ? `${Math.floor(size / minute)} min`
        : size < day
          ? `${Math.floor(size / hour)} h`
          : `${Math.floor(size / day)} d`;
  return distance > 0 ? `${amount} ago` : `in ${amount}`;
}

/** "2026-11-20 08:31:07 UTC": the same for everybody who compares notes */
export const exactTime = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

export const clockTime = (at: Date): string => at.toISOString().slice(11, 19);

/** "420 ms", "41 s", "4 min 12 s", "3 h 5 min", "2 d 4 h" */
export function duration(ms: number): string {
  const size = Math.max(0, ms);
  if (size < second) return `${Math.round(size)} ms`;
  if (size < 10 * second) return `${(Math.floor(size / 100) / 10).toFixed(1)} s`;
  if (size < minute) return `${Math.floor(size / second)} s`;
  const pair = (large: number, largeUnit: string, small: number, smallUnit: string) => {
    const rest = Math.floor((size % large) / small);
    return `${Math.floor(size / large)} ${largeUnit}${rest > 0 ? ` ${rest} ${smallUnit}` : ''}`;
  };
  if (size < hour) return pair(minute, 'min', second, 's');
  if (size < day) return pair(hour, 'h', minute, 'min');
  return pair(day, 'd', hour, 'h');
}

export const count = (value: number): string => new Intl.NumberFormat('en').format(value);

/** "1 alert", "12 alerts" */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Change against the time before; from nothing there is no percentage. */
export function trend(now: number, before: number): { direction: 'up' | 'down' | 'same'; text: string } {
  if (now === before) return { direction: 'same', text: 'as the day before' };
  const direction = now > before ? 'up' : 'down';
  if (before === 0) return { direction, text: 'none the day before' };
  return {
    direction,
    text: `${Math.round((Math.abs(now - before) / before) * 100)} % ${direction === 'up' ? 'more' : 'less'}`,
  };
}

/** "connectwise/psa" -> "ConnectWise PSA": words only, no artwork */
export function connectorName(id: string): string {
  const known: Record<string, string> = {
    connectwise: 'ConnectWise',
    ninjaone: 'NinjaOne',
    superops: 'SuperOps',
    halopsa: 'HaloPSA',
    itglue: 'IT Glue',
    autotask: 'Autotask',
  };
  const short = ['psa', 'rmm', 'ad', 'bms', 'vsa'];
  return id
    .split(/[/-]/)
    .map(
      (word) =>
        known[word] ?? (short.includes(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)),
    )
    .join(' ');
}

export const shortHash = (hash: string): string => hash.slice(0, 12);
