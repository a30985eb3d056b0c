/** The counts, and the few that run out first. Asked by the page ahead and by the card alike. */
export const overviewClocksInput = { view: 'all', limit: 5 } as const;
