// The environment, parsed once at boot; every problem is reported together. The only reader of process.env.
import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const flag = (fallback: boolean) =>
  z
    .enum(['0', '1', 'true', 'false', ''])
    .transform((text) => text === '1' || text === 'true')
    .default(fallback);
const optionalText = z
  .string()
  .transform((text) => text.trim() || undefined)
  .optional();

/** What a person mistypes is told at start and by name, without its value: it may hold a password. */
const address = (protocols: RegExp, problem: string) =>
  optionalText.refine((text) => !text || (URL.canParse(text) && protocols.test(new URL(text).protocol)), problem);
const webAddress = address(/^https?:$/, 'must begin with https:// (or http://)');
const databaseAddress = address(
  /^postgres(ql)?:$/,
  'must look like postgresql://user:password@host:5432/database; in the password write @ as %40 and / as %2F',
);

export const envSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: port(3000).describe('port of the console and of the webhook receiver'),
  MSPCLAW_HOST: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 for all'),
  MSPCLAW_URL: webAddress.describe(
    'address by which browsers and vendors reach this installation, e.g. https://mspclaw.example. Empty: this machine only',
  ),
  MSPCLAW_TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('how many proxies of yours stand before the console; what they say of a visitor is believed'),
  MSPCLAW_DATA_DIR: z
    .string()
    .default('.mspclaw')
    .describe('folder of the embedded database, the secret and the sandbox'),
  MSPCLAW_SECRET: optionalText.describe(
    '32 bytes in base64; protects stored vendor keys and sessions. Empty: made at first start and kept in the data folder',
  ),
  MSPCLAW_SECRET_PREVIOUS: optionalText.describe('the former secret, during a rotation'),
  DATABASE_URL: databaseAddress.describe(
    'a PostgreSQL of your own, as a role that may create roles and extensions. Empty: an embedded one is started',
  ),
  DATABASE_APP_URL: databaseAddress.describe(
    'the same database as the role the application uses, when your administrator made that role. Empty: made and named by MSPclaw',
  ),
  MSPCLAW_PG_PORT: port(0).describe('port of the embedded database; 0 = any free one'),
  MSPCLAW_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(15).describe('database connections per process'),
  MSPCLAW_WORKERS: z.coerce.number().int().min(0).max(64).default(1).describe('worker processes that npm start runs'),
  MSPCLAW_RUN_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(50)
    .describe('runs one worker advances at a time'),
  MSPCLAW_ORG_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(20)
    .describe('runs of one org advanced at a time, over all workers'),
  MSPCLAW_SANDBOX: flag(true).describe(
    'start the simulated vendors and the demo org, whose password everybody knows. 1 or 0; not set: on, unless MSPCLAW_URL or MSPCLAW_HOST lets others in',
  ),
  MSPCLAW_SANDBOX_PORT: port(4100).describe('first of the three ports of the sandbox; 0 = any free ones'),
  MSPCLAW_INGEST_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(10_485_760)
    .default(262_144)
    .describe('largest accepted webhook body, in bytes'),
  MSPCLAW_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(7)
    .max(3_650)
    .default(400)
    .describe('days that alerts, inbox, runs and audit are kept; dropped by whole months'),
  MSPCLAW_ALLOW_PRIVATE_HOSTS: optionalText.describe(
    'comma-separated host[:port] on private networks that connections may reach, e.g. psa.corp.example:443',
  ),
  MSPCLAW_CONNECTORS: optionalText.describe(
    'connectors from elsewhere: folders (./path) and installed packages, separated by commas; each must be trusted first',
  ),
  MSPCLAW_LOG: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('how much is logged: silent, error, warn, info or debug'),
  // Its tokens come over the back channel and are believed because of TLS (OpenID Connect Core 3.1.3.7, 6).
  OIDC_ISSUER: optionalText
    .refine((text) => !text || /^(https:\/\/|http:\/\/localhost(:|\/|$))/.test(text), 'must be an https: address')
    .describe('OpenID Connect issuer for single sign-on'),
  OIDC_CLIENT_ID: optionalText.describe('OpenID Connect client id'),
  OIDC_CLIENT_SECRET: optionalText.describe('OpenID Connect client secret'),
  MSPCLAW_MODEL: optionalText.describe(
    '"openai/<model>", "anthropic/<model>" or "local/<model>"; empty: triage works without a model',
  ),
  MSPCLAW_MODEL_URL: webAddress.describe('base URL of an OpenAI-compatible server for "local/..."'),
  MSPCLAW_MODEL_KEY: optionalText.describe('key of the model provider'),
  MSPCLAW_MODEL_MAX_TOKENS: z.coerce
    .number()
    .int()
    .min(256)
    .max(1_000_000)
    .default(20_000)
    .describe('token cap for one triage'),
  MSPCLAW_MODEL_MAX_CENTS: z.coerce
    .number()
    .min(0)
    .max(10_000)
    .default(20)
    .describe('cost cap for one triage, in US cents, at the prices below'),
  MSPCLAW_MODEL_CENTS_PER_1K: z.coerce
    .number()
    .min(0)
    .max(1_000)
    .default(1)
    .describe('price of 1,000 tokens, in US cents'),
});

export type Env = z.infer<typeof envSchema>;

/** @throws Error that lists every wrong variable, its value's problem and the fix */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = envSchema.safeParse(given);
  if (parsed.success) {
    const isSaid = given.MSPCLAW_SANDBOX !== undefined;
    return isSaid || !letsOthersIn(parsed.data) ? parsed.data : { ...parsed.data, MSPCLAW_SANDBOX: false };
  }
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(
    `The environment has ${lines.length} problem(s):\n${lines.join('\n')}\nSee .env.example for every setting.`,
  );
}

/** Whether more than this machine reaches the console: the demo org and its password are for one's own machine. */
export function letsOthersIn({ MSPCLAW_HOST, MSPCLAW_URL }: Pick<Env, 'MSPCLAW_HOST' | 'MSPCLAW_URL'>): boolean {
  const isOwn = (host: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);
  return !isOwn(MSPCLAW_HOST) || (MSPCLAW_URL !== undefined && !isOwn(new URL(MSPCLAW_URL).hostname));
}

let cached: Env | undefined;

export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
