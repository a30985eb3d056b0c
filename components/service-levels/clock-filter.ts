/** The ways to look at clocks that a person filters by. */
export const clockFilters = ['late', 'soon', 'stale'] as const;
export type ClockFilter = (typeof clockFilters)[number];

/** The value if it is one of them: an address is typed by anybody. */
export const clockFilterOf = (value: string | undefined): ClockFilter | undefined =>
  clockFilters.find((filter) => filter === value);
