// A device posts what a script gave, once, to an address that only its script was told. Knows no framework. Unknown,
// expired, used and wrong are one answer. What comes is a device's text: bounded, redacted, and it chooses nothing.
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '#server/platform/db/database.ts';
import { isId } from '#server/platform/ids.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import type { PostRate } from './post-rate.ts';
import { findCallback, routeCallback, saveResult } from './script-results.repository.ts';
import { maxOutputCharacters } from './wrap-script.ts';

export interface ScriptResultPost {
  callbackId: string;
  token: string;
  contentType: string | null;
  contentEncoding: string | null;
  /** of the internet, null where it is not known */
  address: string | null;
  readBody(maxBytes: number): Promise<Uint8Array | 'too-large' | 'incomplete'>;
}

export interface ReceiveDeps {
  database: Database;
  rate: PostRate;
  /** without the secrets of that connection */
  redact(tenant: TenantContext, connectionId: string, text: string): Promise<string>;
  now: () => Date;
}

export interface PostAnswer {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

/** every character of the output may be written as \uXXXX */
const maxBodyBytes = 6 * maxOutputCharacters + 10_000;
const noHash = new Uint8Array(32);

const posted = z.object({
  // Windows counts exit codes with or without a sign
  exitCode: z
    .number()
    .int()
    .min(-2_147_483_648)
    .max(4_294_967_295)
    .transform((code) => code | 0),
  output: z.string(),
});

const answer = (status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): PostAnswer => ({
  status,
  body,
  headers,
});
const unknownAddress = () => answer(404, { error: 'unknown-address' });

export async function receiveScriptResult(post: ScriptResultPost, deps: ReceiveDeps): Promise<PostAnswer> {
  const wait = deps.rate.take(post.address ?? 'unknown');
  if (wait) return answer(429, { error: 'too-often' }, { 'retry-after': String(wait.retryAfterSeconds) });
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(post.contentType?.trim() ?? ''))
    return answer(415, { error: 'application-json-only' });
  if (post.contentEncoding && post.contentEncoding.toLowerCase() !== 'identity')
    return answer(415, { error: 'no-content-encoding' });
  if (!isId(post.callbackId) || post.token.length > 200) return unknownAddress();

  const route = await routeCallback(deps.database, post.callbackId);
  const given = createHash('sha256').update(post.token).digest();
  const isRight = timingSafeEqual(given, route?.tokenHash ?? noHash);
  if (!route || !isRight) return unknownAddress();

  const body = await post.readBody(maxBodyBytes);
  if (body === 'too-large') return answer(413, { error: 'too-large' });
  if (body === 'incomplete') return answer(408, { error: 'incomplete' });
  const parsed = posted.safeParse(parseJson(body));
  if (!parsed.success) return answer(400, { error: 'not-a-result' });
  return (await keep(route.orgId, post.callbackId, parsed.data, deps))
    ? answer(200, { accepted: true })
    : unknownAddress();
}

async function keep(
  orgId: string,
  callbackId: string,
  given: z.output<typeof posted>,
  deps: ReceiveDeps,
): Promise<boolean> {
  const row = await deps.database.withTenant({ orgId }, (db) => findCallback({ orgId }, db, callbackId));
  if (!row) return false;
  const { connectionId, tag } = row;
  const tenant: TenantContext = { orgId, actor: `connection:${connectionId}`, role: 'system' };
  const output = bounded(await deps.redact(tenant, connectionId, storableText(given.output)));
  return deps.database.withTenant(tenant, async (db) => {
    if (!(await saveResult(tenant, db, callbackId, { exitCode: given.exitCode, output }, deps.now()))) return false;
    await writeAudit(tenant, db, {
      action: 'receive-script-result',
      targetKind: 'connection',
      targetId: connectionId,
      detail: { tag, exitCode: given.exitCode, characters: output.length },
    });
    return true;
  });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

const bounded = (text: string): string =>
  text.length <= maxOutputCharacters
    ? text
    : `${text.slice(0, maxOutputCharacters).toWellFormed()}… [${text.length - maxOutputCharacters} more characters]`;
