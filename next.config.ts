// How the console is built and served. The worker and the webhook receiver are processes of their own.
import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';

// Scripts stay 'unsafe-inline' because Next writes its bootstrap inline; everything else is our own origin only.
const contentSecurityPolicy = (isDevelopment: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ');

const config = (phase: string): NextConfig => ({
  poweredByHeader: false,
  reactStrictMode: true,
  // types are a check of their own (npm run check), not something a start waits for
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@dbos-inc/dbos-sdk', '@node-rs/argon2', 'pg', 'pino'],
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'Content-Security-Policy', value: contentSecurityPolicy(phase === PHASE_DEVELOPMENT_SERVER) },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
      ],
    },
  ],
});

export default config;
