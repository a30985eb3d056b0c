// The address of a vendor as a person pastes it, turned into an origin. https, no credentials, no path; plain http
// only on this machine (sandbox, tests). Whether the address may be reached at all is judged again when connecting.
import { z } from 'zod';

export const isLoopbackHost = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

export const vendorOriginSchema = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .transform((value, context) => {
    const problem = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
    if (!URL.canParse(text)) return problem('This is not a host name.');
    const url = new URL(text);
    if (url.username || url.password) return problem('The address must not contain a user name or a password.');
    if (url.hostname.endsWith('.')) return problem('The address must not end with a dot.');
    const isPlain = url.protocol === 'http:' && isLoopbackHost(url.hostname);
    if (url.protocol !== 'https:' && !isPlain) return problem('The address must be https.');
    return url.origin;
  });
