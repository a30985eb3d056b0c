// Numbers that look random and are the same for the same seed, so that a failing test can be run again.
export interface DeterministicRandom {
  /** 0 <= n < limit */
  integer(limit: number): number;
  hex(digits: number): string;
  uuid(): string;
}

export function deterministicRandom(seed: number): DeterministicRandom {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (limit: number) => Math.floor(next() * limit);
  const hex = (digits: number) => Array.from({ length: digits }, () => integer(16).toString(16)).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  return { integer, hex, uuid };
}
