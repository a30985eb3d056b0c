// One JSON line per event on stderr. Known secret fields never leave, whoever logs them.
import pino from 'pino';
import { env } from './env.ts';

const secretFields = ['password', 'secret', 'secrets', 'token', 'authorization', 'cookie', 'apiKey', 'privateKey', 'clientSecret'];

export type Logger = pino.Logger;

export function createLogger(part: string): Logger {
  return pino(
    {
      level: env().MSPCLAW_LOG,
      base: { part },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
