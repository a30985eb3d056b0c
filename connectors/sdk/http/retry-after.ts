// How long a vendor asks us to wait, in any of the ways vendors say it.
import type { VendorResponse } from '../http-port.ts';

const longestWaitMs = 15 * 60_000;

/** `Retry-After` in seconds or as an HTTP date; undefined when it is absent or nonsense. Never more than 15 minutes. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1_000), longestWaitMs);
  // Date.parse reads almost anything; an HTTP date names its day
  const at = /^[A-Za-z]{3,9}, /.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(at - now.getTime(), 0), longestWaitMs);
}

/** 429, or a page of HTML that says so whatever its status: some front servers answer 200 with one. */
export function isThrottled(response: VendorResponse): boolean {
  if (response.status === 429) return true;
  const isHtml = /html/i.test(response.headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(response.text);
  return isHtml && /too many requests|rate limit/i.test(response.text.slice(0, 4_000));
}
