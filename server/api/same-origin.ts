// Did one of our own pages cause this request? Cookies travel with forged requests too; these headers cannot be forged
// from another site's page: `Origin` and `Sec-Fetch-Site` are the browser's, a custom header needs a preflight that is
// never answered.
import { orgHeader } from '#server/platform/trpc.ts';

/** Set by our client on every request; enough when a browser sends no Origin. */
export const clientHeader = 'x-mspclaw-client';

export function isSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  const origin = headers.get('origin');
  if (origin !== null) return isOwn(origin, headers, publicUrl);
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  return headers.has(clientHeader) || headers.has(orgHeader);
}

function isOwn(origin: string, headers: Headers, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const own = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl).host : null;
  const host = new URL(origin).host;
  return host === own || host === headers.get('host');
}
