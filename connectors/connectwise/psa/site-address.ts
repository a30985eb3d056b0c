// Where a ConnectWise PSA lives. What people paste is rarely the API's address: the cloud API answers only on
// hosts that begin with "api-", and says "SSL is required." on the others.
import { z } from 'zod';

const cloudSuffixes = ['.myconnectwise.net', '.connectwisedev.com'];

export const isCloudHost = (host: string) => cloudSuffixes.some((suffix) => host.endsWith(suffix));

/** Hosts of this machine: the only ones that may be spoken to without TLS (sandbox, tests). */
export const isLoopbackHost = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

export const siteSchema = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .transform((value, context) => {
    const judged = judgeSite(value);
    if ('origin' in judged) return judged.origin;
    context.addIssue({ code: 'custom', message: judged.problem });
    return z.NEVER;
  });

function judgeSite(value: string): { origin: string } | { problem: string } {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
  if (!URL.canParse(text)) return { problem: 'The site is not a host name, like na.myconnectwise.net.' };
  const url = new URL(text);
  if (url.username || url.password) return { problem: 'The site must not contain a user name or a password.' };
  if (url.hostname.endsWith('.')) return { problem: 'The site must not end with a dot.' };
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) return { problem: 'The site must be https.' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'The site must be https.' };
  if (isCloudHost(url.hostname) && !url.hostname.startsWith('api-')) url.hostname = `api-${url.hostname}`;
  return { origin: url.origin };
}

/** The same place as people see it in a browser. */
export function webOrigin(site: string): string {
  const url = new URL(site);
  if (isCloudHost(url.hostname)) url.hostname = url.hostname.replace(/^api-/, '');
  return url.origin;
}
