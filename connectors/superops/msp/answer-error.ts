// SuperOps' refusals. Most of them, throttling included, come as HTTP 200 with codes inside; the message may be null.
import { z } from 'zod';
import type { ConnectorErrorKind } from '#connectors/sdk/errors.ts';
import type { GraphqlError } from '#connectors/sdk/graphql/graphql-road.ts';
import { retryAfterMs } from '#connectors/sdk/http/retry-after.ts';
import type { Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { SuperopsContext } from './auth.ts';

const extensionsShape = z.object({
  classification: z.unknown().optional(),
  clientError: z
    .array(
      z.object({
        code: z.string(),
        param: z.object({ attributes: z.array(z.string()).nullish() }).nullish(),
      }),
    )
    .nullish(),
});

const kinds: Record<string, [ConnectorErrorKind, string]> = {
  forbidden: ['forbidden', 'the role of the token’s user does not allow it'],
  type_validation_failed: ['invalid-input', 'a value has the wrong type'],
  mandatory_validation_failed: ['invalid-input', 'a value is missing that your SuperOps demands'],
  value_length_exceeds_limit: ['invalid-input', 'a value is too long'],
  value_pattern_validation_failed: ['invalid-input', 'a value does not have the right form'],
  referred_value_does_not_exist: ['invalid-input', 'it refers to something that does not exist'],
  dependent_validation_failed: ['invalid-input', 'a value does not go with another one'],
  unique_validation_failed: ['conflict', 'there is one of that name already'],
  entity_does_not_exist: ['not-found', 'it does not exist'],
};

/** An error inside an answer. A code is a clear no; without one, a change may have happened all the same. */
export function refusalOf(
  error: GraphqlError,
  response: VendorResponse,
  context: Pick<SuperopsContext, 'now'>,
): Refusal | undefined {
  const extensions = extensionsShape.safeParse(error.extensions ?? {}).data;
  const [problem] = extensions?.clientError ?? [];
  if (problem) {
    const said = error.message ? { said: error.message } : {};
    if (problem.code === 'rate_limit_exceeded') {
      return {
        kind: 'rate-limited',
        maybeApplied: false,
        retryAfterMs: retryAfterMs(response.headers, context.now()) ?? toNextMinuteMs(context.now()),
        said: 'rate_limit_exceeded',
      };
    }
    if (problem.code.startsWith('subscription_')) {
      const message = `SuperOps refused: your subscription does not allow this (${problem.code}).`;
      return { ...said, kind: 'forbidden', maybeApplied: false, message };
    }
    const [kind, words] = kinds[problem.code] ?? (['invalid-input', problem.code] as const);
    const where = problem.param?.attributes?.join(', ');
    const vendor = error.message ? ` It said: ${error.message}` : '';
    const message = `SuperOps refused: ${words} (${problem.code}${where ? `: ${where}` : ''}).${vendor}`;
    return { kind, maybeApplied: false, message };
  }
  if (isSchemaDrift(extensions?.classification)) {
    const vendor = error.message ? ` It said: ${error.message}` : '';
    const message = `This SuperOps does not know what we asked for; its schema differs from the published one.${vendor}`;
    return { kind: 'unsupported', maybeApplied: false, message };
  }
  return undefined;
}

/** What an answer without any GraphQL in it means. */
export function plainRefusal(response: VendorResponse, context: SuperopsContext): Refusal | undefined {
  if (response.status === 401) {
    return {
      kind: 'unauthenticated',
      message:
        'SuperOps does not accept the API token. It ends when somebody makes a new one in Settings, My profile, API token: put the newest one into this connection.',
    };
  }
  if (response.status === 400 && response.text.trim() === '') {
    return {
      kind: 'wrong-host',
      maybeApplied: false,
      message: `SuperOps does not know the subdomain "${context.settings.subdomain}" at ${context.settings.host}. Check the subdomain, the region and the edition.`,
    };
  }
  return undefined;
}

/** refused while the question was read, before anything ran */
const isSchemaDrift = (classification: unknown) =>
  typeof classification === 'string' && /^(ValidationError|InvalidSyntax|SubSelectionNotAllowed)$/.test(classification);

/** the allowance is per minute, and no answer says when the next one begins */
const toNextMinuteMs = (now: Date) => 60_000 - (now.getTime() % 60_000);
