import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWebhookSecret, signStandardWebhook, verifyStandardWebhook } from './webhook-signatures.ts';

const vectors = fileURLToPath(new URL('../../../shared/test-vectors/', import.meta.url));
const hasVectors = existsSync(vectors);
if (!hasVectors) console.log('skipped: ../shared/test-vectors is not here');
const read = (name: string) => JSON.parse(readFileSync(`${vectors}${name}`, 'utf8'));
const bytes = (text: string) => new TextEncoder().encode(text);

interface Case {
  case: string;
  'webhook-timestamp'?: string;
  'webhook-signature'?: string;
  delta_s?: number;
  secret?: string;
}

describe.skipIf(!hasVectors)('the Standard Webhooks vectors', () => {
  const suite = hasVectors ? read('webhooks/standard-webhooks.json') : null;
  const key = () => decodeWebhookSecret(suite.secret);
  const now = () => new Date(suite.timestamp * 1_000);
  const headers = () => ({
    'webhook-id': suite.msg_id,
    'webhook-timestamp': String(suite.timestamp),
    'webhook-signature': suite.expected_signature,
  });

  it('give the known answer', () => {
    expect(signStandardWebhook(key(), suite.msg_id, suite.timestamp, bytes(suite.payload))).toBe(
      suite.expected_signature,
    );
    expect(decodeWebhookSecret(suite.secret.replace('whsec_', ''))).toEqual(key());
  });

  it('are all refused where they must be', () => {
    let refused = 0;
    for (const entry of suite.reject as Case[]) {
      if (entry.secret !== undefined) {
        expect(() => decodeWebhookSecret(entry.secret ?? ''), entry.case).toThrow('webhook secret');
        refused++;
        continue;
      }
      const sent: Record<string, string | undefined> = headers();
      const missing = /^missing (.*)$/.exec(entry.case)?.[1];
      if (missing) delete sent[missing];
      if (entry.case.startsWith('partial')) sent['webhook-signature'] = suite.expected_signature.slice(0, 8);
      for (const name of ['webhook-timestamp', 'webhook-signature'] as const) if (entry[name]) sent[name] = entry[name];
      const at = new Date(now().getTime() - (entry.delta_s ?? 0) * 1_000);
      expect(verifyStandardWebhook(key(), { headers: sent, body: bytes(suite.payload) }, at).ok, entry.case).toBe(
        false,
      );
      refused++;
    }
    console.log(`standard webhooks: ${refused} of ${suite.reject.length} refused`);
    expect(refused).toBe(12);
  });

  it('are all accepted where they must be', () => {
    const rotated = suite.accept.find((entry: Case) => entry.case.startsWith('multi'))['webhook-signature'];
    const list = rotated.replace('{valid}', suite.expected_signature);
    for (const signature of [suite.expected_signature, list]) {
      const sent = { ...headers(), 'webhook-signature': signature };
      expect(verifyStandardWebhook(key(), { headers: sent, body: bytes(suite.payload) }, now())).toEqual({ ok: true });
    }
    const empty = {
      ...headers(),
      'webhook-signature': signStandardWebhook(key(), suite.msg_id, suite.timestamp, bytes('')),
    };
    expect(verifyStandardWebhook(key(), { headers: empty, body: bytes('') }, now())).toEqual({ ok: true });
  });
});

describe.skipIf(!hasVectors)('the Wycheproof HMAC-SHA256 vectors', () => {
  it('agree with what this verifier builds on, and each tag decides in its envelope', () => {
    const suite = hasVectors ? read('wycheproof/hmac_sha256_test.json') : { testGroups: [] };
    let count = 0;
    for (const group of suite.testGroups) {
      for (const test of group.tests) {
        const key = Buffer.from(test.key, 'hex');
        const message = Buffer.from(test.msg, 'hex');
        const mac = createHmac('sha256', key)
          .update(message)
          .digest()
          .subarray(0, group.tagSize / 8);
        expect(mac.toString('hex') === test.tag, `tcId ${test.tcId}`).toBe(test.result === 'valid');
        // the vector's key and message, signed as a webhook: right key passes, the vector's own tag never does
        const sent = {
          'webhook-id': `w${test.tcId}`,
          'webhook-timestamp': '1600000000',
          'webhook-signature': signStandardWebhook(key, `w${test.tcId}`, 1_600_000_000, message),
        };
        const at = new Date(1_600_000_000_000);
        expect(verifyStandardWebhook(key, { headers: sent, body: message }, at).ok).toBe(true);
        const foreign = { ...sent, 'webhook-signature': `v1,${Buffer.from(test.tag, 'hex').toString('base64')}` };
        expect(verifyStandardWebhook(key, { headers: foreign, body: message }, at).ok).toBe(false);
        count++;
      }
    }
    console.log(`wycheproof hmac-sha256: ${count} vectors`);
    expect(count).toBe(174);
  });
});

describe('a signature', () => {
  const key = Buffer.alloc(32, 7);
  const at = new Date('2026-11-20T00:00:00Z');
  const seconds = at.getTime() / 1_000;
  const body = bytes('{"alert":7}');
  const good = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': signStandardWebhook(key, 'msg_1', seconds, body),
  };
  const isAccepted = (headers: Record<string, string>, content: Uint8Array = body) =>
    verifyStandardWebhook(key, { headers, body: content }, at).ok;

  it('is refused after any change of one byte of body, id, time or signature', () => {
    let tried = 0;
    const flip = (text: string, index: number, bit: number) =>
      text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ (1 << bit)) + text.slice(index + 1);
    for (const [name, value] of Object.entries(good)) {
      for (let index = 0; index < value.length; index++) {
        for (let bit = 0; bit < 7; bit++, tried++) {
          expect(isAccepted({ ...good, [name]: flip(value, index, bit) }), `${name} ${index} ${bit}`).toBe(false);
        }
      }
    }
    for (let index = 0; index < body.length; index++) {
      for (let bit = 0; bit < 8; bit++, tried++) {
        const changed = body.slice();
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        expect(isAccepted(good, changed)).toBe(false);
      }
    }
    console.log(`mutated signatures: ${tried} tried, 0 accepted`);
    expect(tried).toBeGreaterThan(500);
  });

  it('cannot be moved between id, time and body', () => {
    const moved = { ...good, 'webhook-id': `msg_1.${seconds}` };
    expect(isAccepted(moved, bytes(`.{"alert":7}`))).toBe(false);
    expect(isAccepted({ ...good, 'webhook-id': 'msg.1' })).toBe(false);
  });

  it('holds for 300 s either way and not for 301', () => {
    for (const [offset, ok] of [
      [300, true],
      [-300, true],
      [301, false],
      [-301, false],
    ] as const) {
      const sentAt = seconds + offset;
      const sent = {
        ...good,
        'webhook-timestamp': String(sentAt),
        'webhook-signature': signStandardWebhook(key, 'msg_1', sentAt, body),
      };
      expect(isAccepted(sent), `${offset}`).toBe(ok);
    }
  });

  it('of any made-up text is refused without throwing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (id, time, signature) => {
        expect(isAccepted({ 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature })).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
