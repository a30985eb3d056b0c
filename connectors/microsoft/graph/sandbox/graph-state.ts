// What the Graph sandbox keeps beside the world: apps, tokens, and the switches for what tenants do differently.
import { seedDirectories } from '#connectors/sdk/sandbox/seed-directory.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export interface GraphQuirks {
  /** reads of a person that still show the state before the last change */
  staleReads: number;
  /** lists begin with an empty page that has more behind it */
  hasEmptyPages: boolean;
  /** where the rest of a list is said to be; null = here */
  strayNextLink: string | null;
  /** a refused password is repeated in the refusal */
  echoesPassword: boolean;
  /** filters on devices fail, as they now and then do for minutes */
  breaksDeviceFilters: boolean;
}

export interface GraphApp {
  secret: string;
  secretState: 'valid' | 'expired';
  consent: 'given' | 'missing' | 'blocked';
  isReader: boolean;
}

export type GraphState = {
  quirks: GraphQuirks;
  tenant: string;
  apps: Record<string, GraphApp>;
  tokens: Record<string, { tenant: string; app: string; expiresAtMs: number }>;
  stale: Record<string, { accountEnabled: boolean; readsLeft: number }>;
} & { [key: string]: Json };

export const apps = {
  full: '0a000000-0000-4000-8000-000000000001',
  reader: '0a000000-0000-4000-8000-000000000002',
  expired: '0a000000-0000-4000-8000-000000000003',
  unconsented: '0a000000-0000-4000-8000-000000000004',
  blocked: '0a000000-0000-4000-8000-000000000005',
} as const;
export const secretOf = (app: keyof typeof apps): string => `sandbox~secret-of-${app}-4711`;

const app = (name: keyof typeof apps, changes: Partial<GraphApp> = {}): [string, GraphApp] => [
  apps[name],
  { secret: secretOf(name), secretState: 'valid', consent: 'given', isReader: false, ...changes },
];

/** tenant: of the first client, Acme */
export const initialGraphState = (): GraphState =>
  ({
    quirks: {
      staleReads: 0,
      hasEmptyPages: false,
      strayNextLink: null,
      echoesPassword: false,
      breaksDeviceFilters: false,
    },
    tenant: seedDirectories(1, 0).directories[0]?.uid ?? '',
    apps: Object.fromEntries([
      app('full'),
      app('reader', { isReader: true }),
      app('expired', { secretState: 'expired' }),
      app('unconsented', { consent: 'missing' }),
      app('blocked', { consent: 'blocked' }),
    ]),
    tokens: {},
    stale: {},
  }) satisfies { [key: string]: unknown } as GraphState;
