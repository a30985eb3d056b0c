// Hard limits of a run. They protect the vendor, the database and the customer from a playbook gone wrong.
export const limits = {
  stepsPerRun: 200,
  outputBytesPerStep: 256 * 1_024,
  outputBytesPerRun: 4 * 1_024 * 1_024,
  attemptsPerStep: 50,
  /** time for `onFailure`, from when the failure was seen: a ticketing system may be away for a night */
  graceMs: 86_400_000,
  /** and extra steps */
  graceSteps: 40,
  defaultStepTimeoutMs: 86_400_000,
  tagLength: 100,
} as const;

const longestText = 2_000;

const shorten = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value.length > longestText ? `${value.slice(0, longestText)}... (${value.length} characters)` : value;
  if (Array.isArray(value)) return value.slice(0, 200).map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner)]));
};

/** The value, or as much of it as a step may keep. */
export const boundOutput = <T>(value: T): T => {
  const size = (thing: unknown) => JSON.stringify(thing)?.length ?? 0;
  if (size(value) <= limits.outputBytesPerStep) return value;
  const shorter = shorten(value);
  // What is cut says so, and a later expression that needs the missing part fails with its name.
  return (size(shorter) <= limits.outputBytesPerStep ? shorter : { truncated: true, bytes: size(value) }) as T;
};

const baseDelayMs = 5_000;
const maxDelayMs = 300_000;

/** How long to wait after the n-th failure in a row; the vendor's own wish wins when it is longer. */
export const backoffMs = (failures: number, retryAfterMs: number | null): number =>
  Math.max(retryAfterMs ?? 0, Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(failures, 10)));
