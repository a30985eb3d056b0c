// The callback of ConnectWise PSA. Signed over the raw body with a key that the delivery points to; it says which
// record changed, and its `Entity` (text, partial, sometimes null) is not read at all: the ticket is.

import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Verdict, WebhookDelivery, WebhookTrigger } from '#connectors/sdk/trigger.ts';
import { sha256 } from '#connectors/sdk/webhook/signature.ts';
import type { PsaSecrets, PsaSettings } from '../auth.ts';
import type { PsaContext } from '../client.ts';
import { judgeKeyUrl, signingKey } from './callback-key.ts';
import { callbackUrl } from './callback-url.ts';
import { listCallbacks, registerCallback } from './register-callback.ts';

const deliveryShape = z.object({
  MessageId: z.string().min(1).max(200).nullish(),
  CompanyId: z.string().nullish(),
  Action: z.string(),
  Type: z.string(),
  ID: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d{0,9}$/)]),
});

const signedShape = z.object({
  CompanyId: z.string().nullish(),
  Metadata: z.object({ key_url: z.string() }),
});

export const ticketChanged: WebhookTrigger<PsaSettings, PsaSecrets> = {
  proof: 'signature',
  maxBodyBytes: 1_000_000,

  async verify(context, delivery) {
    try {
      return await judge(context, delivery);
    } catch {
      return { ok: false, reason: 'the signing key could not be fetched' };
    }
  },

  dedupeKey(body) {
    return deliveryShape.safeParse(body).data?.MessageId ?? null;
  },

  parse(body) {
    const delivery = deliveryShape.safeParse(body);
    if (!delivery.success) throw new ConnectorError('invalid-input', 'This is not a callback of ConnectWise PSA.');
    const { Type, Action, ID } = delivery.data;
    const change = changes[Action.toLowerCase()];
    if (Type.toLowerCase() !== 'ticket' || change === undefined) return [];
    return [{ entity: 'ticket', id: String(ID), change, deviceId: null, at: null }];
  },

  setup({ url }) {
    return {
      steps: [
        'MSPclaw registers this address at ConnectWise by itself, when the API member may do so.',
        'Otherwise an administrator registers it: POST /system/callbacks with type "ticket", level "owner", objectId 1 and this address.',
        'Keep the end of the address as it is: ConnectWise appends the ticket number to it.',
      ],
      url: callbackUrl(url),
      headers: {},
    };
  },

  async register(context, url) {
    await registerCallback(context, url);
    return {};
  },

  /** ConnectWise switches a callback off after three days of failures. */
  async check(context, url) {
    const wanted = callbackUrl(url);
    const own = (await listCallbacks(context)).filter((one) => one.url === wanted);
    if (own.some((one) => !one.inactiveFlag)) return { isActive: true };
    return {
      isActive: false,
      why: own.length > 0 ? 'ConnectWise switched the callback off after failures.' : 'The callback is not registered.',
    };
  },
};

const changes: Record<string, 'created' | 'updated' | 'deleted'> = {
  added: 'created',
  updated: 'updated',
  deleted: 'deleted',
};

async function judge(context: PsaContext, delivery: WebhookDelivery): Promise<Verdict> {
  const signature = decodeSignature(delivery.headers['x-content-signature']);
  if (!signature) return { ok: false, reason: 'the signature header is missing or is not one' };
  const claim = signedShape.safeParse(parseJson(delivery.body));
  if (!claim.success) return { ok: false, reason: 'the body names no signing key' };
  const { CompanyId, Metadata } = claim.data;
  if (CompanyId && CompanyId.toLowerCase() !== context.settings.companyId.toLowerCase()) {
    return { ok: false, reason: 'it comes from another company' };
  }
  const keyUrl = judgeKeyUrl(context.settings.site, Metadata.key_url);
  if (!keyUrl) return { ok: false, reason: 'its signing key is not at ConnectWise' };
  for (const fresh of [false, true]) {
    const key = await signingKey(context, keyUrl, fresh);
    if (key !== null && (await isSignedBy(key, signature, delivery.body))) return { ok: true };
  }
  return { ok: false, reason: 'the signature does not fit the body' };
}

/** The key is the SHA-256 of the text ConnectWise hands out. Web Crypto compares in constant time. */
async function isSignedBy(
  signingKeyText: string,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array,
): Promise<boolean> {
  const raw = await sha256(new TextEncoder().encode(signingKeyText));
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  return crypto.subtle.verify('HMAC', key, signature, new Uint8Array(body));
}

function decodeSignature(header: string | undefined): Uint8Array<ArrayBuffer> | null {
  if (!header || !/^[A-Za-z0-9+/]{43}=$/.test(header)) return null;
  return Uint8Array.from(atob(header), (letter) => letter.charCodeAt(0));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
