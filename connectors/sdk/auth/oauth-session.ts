// Tokens with an end: obtained once for all processes, asked for again a little early, and a refresh token that changes
// with every use kept beside the access token in one stored value (RFC 6749, sections 4 to 6).
import { z } from 'zod';
import type { ConnectorContext } from '../connector.ts';

export interface Grant {
  accessToken: string;
  /** null = none was given; an earlier one stays in use */
  refreshToken: string | null;
  expiresInSeconds: number;
}

export interface SessionPlan<Context extends ConnectorContext> {
  /** one name per kind of token of a connection */
  name(context: Context): string;
  /**
   * Asks the vendor. `refreshToken` is the last one it gave, or null. Refusals are the connector's own business: they say
   * whether the key, the host or the role is wrong.
   * @throws ConnectorError
   */
  request(context: Context, refreshToken: string | null): Promise<Grant>;
  /** asked for again this long before the vendor's own end */
  marginSeconds?: number;
}

const storedShape = z.object({ accessToken: z.string(), refreshToken: z.string().nullable() });

/** Answer of a token endpoint as RFC 6749 has it; seconds also as text, as some vendors send them. */
export const tokenAnswerShape = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.coerce.number().positive().optional(),
});

export function createSession<Context extends ConnectorContext>(plan: SessionPlan<Context>) {
  return {
    async accessToken(context: Context): Promise<string> {
      const stored = await context.token(plan.name(context), async (previous) => {
        const before = previous ? storedShape.parse(JSON.parse(previous)).refreshToken : null;
        const granted = await plan.request(context, before);
        return {
          value: JSON.stringify({
            accessToken: granted.accessToken,
            refreshToken: granted.refreshToken ?? before,
          }),
          expiresInSeconds: Math.max(granted.expiresInSeconds - (plan.marginSeconds ?? 120), 30),
        };
      });
      return storedShape.parse(JSON.parse(stored)).accessToken;
    },
    drop: (context: Context): Promise<void> => context.dropToken(plan.name(context)),
  };
}

export const basicAuthorization = (name: string, password: string): string =>
  `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${name}:${password}`)))}`;
