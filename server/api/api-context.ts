// Who asks, for which org, from where: made once per request and handed to every procedure.
import { findTenant, readSession } from '#server/features/accounts/public.ts';
import { newId } from '#server/platform/ids.ts';
import { type ApiContext, type ApiSession, orgHeader } from '#server/platform/trpc.ts';
import type { AppDeps } from './app-deps.ts';
import { clientAddress } from './client-address.ts';
import { isSameOrigin } from './same-origin.ts';

export interface RequestFacts {
  headers: Headers;
  session: ApiSession | null;
  /** the org's slug; from the header unless a page knows it */
  orgSlug?: string | null;
}

export async function createApiContext(facts: RequestFacts, deps: AppDeps): Promise<ApiContext> {
  const { headers, session } = facts;
  const slug = facts.orgSlug ?? headers.get(orgHeader);
  const tenantOf = async (userId: string) => (await findTenant(userId, slug, deps.accounts))?.tenant ?? null;
  return {
    session,
    tenant: session ? await tenantOf(session.userId) : null,
    isSameOrigin: isSameOrigin(headers, deps.auth.publicUrl),
    ip: clientAddress(headers),
    userAgent: headers.get('user-agent'),
    traceId: newId(),
    async refresh() {
      const current = session ? await readSession(session.id, deps.accounts) : null;
      return current ? tenantOf(current.userId) : null;
    },
  };
}
