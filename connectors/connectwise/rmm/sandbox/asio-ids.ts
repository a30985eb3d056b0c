// The world's small numbers as the platform's ids, and back. Every endpoint has two: a public and a private one.
const kinds = {
  company: 'c0000000',
  site: '51000000',
  publicEndpoint: 'e0000000',
  privateEndpoint: 'f0000000',
  script: '5c000000',
  task: '7a000000',
  instance: '1a000000',
  ticket: '71000000',
  note: '0e000000',
  board: 'b0000000',
  status: '57000000',
  priority: '9a000000',
  category: 'ca000000',
  source: '50000000',
  person: 'ee000000',
} as const;
export type AsioKind = keyof typeof kinds;

export const toUuid = (kind: AsioKind, id: number): string =>
  `${kinds[kind]}-0000-4000-8000-${String(id).padStart(12, '0')}`;

/** undefined when it is not the id of such a thing */
export function fromUuid(kind: AsioKind, given: unknown): number | undefined {
  if (typeof given !== 'string' || !given.toLowerCase().startsWith(`${kinds[kind]}-0000-4000-8000-`)) return undefined;
  const id = Number(given.slice(-12));
  return Number.isInteger(id) ? id : undefined;
}
