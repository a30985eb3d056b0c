// The keys callbacks are signed with. A delivery names the address of its key itself, so that address is a
// stranger's word until judged: an unjudged one would let anybody sign, or make us call inner hosts.

import { z } from 'zod';
import type { PsaContext } from '../client.ts';
import { isLoopbackHost } from '../site-address.ts';

const keepMs = 3_600_000;
const refetchAfterMs = 60_000;
const keptKeys = 200;
/** fetches per connection and minute: a flood of made-up addresses must not become a flood of requests */
const fetchesPerMinute = 10;

interface CachedKey {
  key: string;
  fetchedAt: number;
}
const cache = new Map<string, CachedKey>();
const fetches = new Map<string, number[]>();

/** The address of a key, or null when it is none of ConnectWise's cloud and none of this connection's own server. */
export function judgeKeyUrl(site: string, keyUrl: unknown): string | null {
  if (typeof keyUrl !== 'string' || keyUrl.length > 500 || !/^https?:\/\/[!-~]+$/.test(keyUrl)) return null;
  if (!URL.canParse(keyUrl)) return null;
  const url = new URL(keyUrl);
  if (url.username || url.password || url.hostname.endsWith('.')) return null;
  // written as it is parsed: no other spelling of a host ("127.0.0.1.", "0x7f.1", a backslash) passes for it
  if (!keyUrl.toLowerCase().startsWith(`${url.origin}/`)) return null;
  if (isOwnServer(new URL(site), url)) return url.href;
  const isCloud = url.protocol === 'https:' && url.port === '' && url.hostname.endsWith('.myconnectwise.net');
  return isCloud ? url.href : null;
}

function isOwnServer(site: URL, url: URL): boolean {
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) return false;
  return url.origin === site.origin;
}

/** `fresh`: the cached key did not fit; asks again, but at most once a minute per key. */
export async function signingKey(context: PsaContext, keyUrl: string, fresh: boolean): Promise<string | null> {
  const connection = `${context.settings.site} ${context.settings.companyId}`;
  const name = `${connection} ${keyUrl}`;
  const now = context.now().getTime();
  const cached = cache.get(name);
  const age = cached ? now - cached.fetchedAt : Number.POSITIVE_INFINITY;
  if (cached && age < (fresh ? refetchAfterMs : keepMs)) return fresh ? null : cached.key;
  if (!mayFetch(connection, now)) return null;
  const response = await context.send({
    method: 'GET',
    url: keyUrl,
    headers: { accept: 'application/json' },
    mutates: false,
    timeoutMs: 3_000,
  });
  const answer = z.object({ signing_key: z.string().min(1).max(1_000) }).safeParse(response.json);
  if (response.status !== 200 || !answer.success) return null;
  cache.delete(name);
  cache.set(name, { key: answer.data.signing_key, fetchedAt: now });
  for (const oldest of cache.keys()) {
    if (cache.size <= keptKeys) break;
    cache.delete(oldest);
  }
  return answer.data.signing_key;
}

function mayFetch(connection: string, now: number): boolean {
  const recent = (fetches.get(connection) ?? []).filter((at) => now - at < 60_000);
  if (recent.length >= fetchesPerMinute) return false;
  fetches.delete(connection);
  fetches.set(connection, [...recent, now]);
  for (const oldest of fetches.keys()) {
    if (fetches.size <= keptKeys) break;
    fetches.delete(oldest);
  }
  return true;
}
