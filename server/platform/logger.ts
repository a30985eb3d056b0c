// One JSON line per event on stderr. Known secret fields never leave, whoever logs them.
import pino from 'pino';
import { env } from './env.ts';

const secretFields = [
  'password',
  'secret',
  'secrets',
  'token',
  'authorization',
  'cookie',
  'apiKey',
  'privateKey',
  'clientSecret',
];

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

/** The same with the sentence first, as the parts want it. */
export interface SentenceLog {
  debug(message: string, facts?: Record<string, unknown>): void;
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

export const sentenceLog = (log: Logger): SentenceLog => ({
  debug: (message, facts = {}) => log.debug(facts, message),
  info: (message, facts = {}) => log.info(facts, message),
  warn: (message, facts = {}) => log.warn(facts, message),
  error: (message, facts = {}) => log.error(facts, message),
});
