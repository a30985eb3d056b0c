/** Clocks are computed when they are read, to the minute: an open page reads them again each minute. */
export const readClocksEveryMs = 60_000;
