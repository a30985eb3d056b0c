// Durations as people write them: "30s", "20m", "4h", "1d".
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export const durationPattern = /^([1-9][0-9]{0,5})(s|m|h|d)$/;

/** @throws Error when it is not one; schemas refuse that long before */
export const parseDurationMs = (text: string): number => {
  const match = durationPattern.exec(text);
  const unit = match?.[2];
  if (match === null || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')) {
    throw new Error(`"${text}" is not a duration such as 30s, 20m, 4h or 1d`);
  }
  return Number(match[1]) * unitMs[unit];
};

/** "41 s", "3 min", "2 h": for sentences */
export const sayDuration = (ms: number): string => {
  if (ms < 90_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
};
