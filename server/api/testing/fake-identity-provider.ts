// An OpenID Connect provider in a function: discovery, authorisation code with PKCE, signed id tokens.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { customFetch } from '@auth/core';

export interface Claims {
  email?: string;
  email_verified?: unknown;
  /** the attacks: what the token says differs from what was asked */
  nonce?: string;
  aud?: string;
  iss?: string;
}

const issuer = 'https://idp.example';
const clientId = 'mspclaw';

export function createFakeIdentityProvider() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { challenge: string; nonce: string; claims: Claims }>();
  const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  function idToken({ nonce, claims }: { nonce: string; claims: Claims }): string {
    const now = Math.floor(Date.now() / 1_000);
    const body = { iss: issuer, aud: clientId, sub: randomUUID(), iat: now, exp: now + 300, nonce, ...claims };
    const text = `${base64({ alg: 'RS256', kid: 'one' })}.${base64(body)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  }

  const answer: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname === '/.well-known/openid-configuration') {
      const at = (name: string) => `${issuer}/${name}`;
      return Response.json({
        issuer,
        authorization_endpoint: at('authorize'),
        token_endpoint: at('token'),
        jwks_uri: at('jwks'),
        userinfo_endpoint: at('userinfo'),
      });
    }
    if (pathname === '/jwks')
      return Response.json({
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
      });
    const form = new URLSearchParams(await request.text());
    const granted = codes.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!granted || granted.challenge !== challenge) return Response.json({ error: 'invalid_grant' }, { status: 400 });
    codes.delete(form.get('code') ?? '');
    return Response.json({ access_token: 'a', token_type: 'bearer', id_token: idToken(granted) });
  };

  return {
    settings: { issuer, clientId, clientSecret: 'secret', [customFetch]: answer },
    /** The person signs in there: answers the path the browser is sent back to. */
    approve(authorizeUrl: string, claims: Claims): string {
      const asked = new URL(authorizeUrl).searchParams;
      const code = randomUUID();
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        claims,
      });
      return `/api/auth/callback/oidc?${new URLSearchParams({ code, state: asked.get('state') ?? '', iss: issuer })}`;
    },
  };
}
