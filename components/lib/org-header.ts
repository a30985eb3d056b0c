/** The header in which the console names the org (its slug); the server's `orgHeader` says the same. */
export const orgHeader = 'x-mspclaw-org';
