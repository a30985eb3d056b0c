// An org's name in the address bar. What the console itself uses as a first path segment is taken.
const reserved = new Set(
  (
    'api app admin auth sign-in sign-out setup invite join static public assets _next favicon health metrics ingest mcp agent registry ' +
    'marketplace docs pricing security about blog help legal status settings new null undefined'
  ).split(' '),
);

export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  if (slug === '') return 'msp';
  return reserved.has(slug) ? `${slug}-msp` : slug;
}
