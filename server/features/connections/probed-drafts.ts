// What was tried in the form and is not saved yet. Some keys can be used once (a refresh token that rotates): what the
// trial got for it must go along when the form is saved, or be used for another look, for as long as nothing was changed.
// In the memory of this process and for minutes only; where it is not found, the vendor is simply asked again.
import { createHash } from 'node:crypto';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { VendorGateway } from './vendor-gateway.ts';

export type ProbedDraft = Awaited<ReturnType<VendorGateway['probeDraft']>>;

interface Form {
  connector: string;
  settings: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

const keptForMs = 10 * 60_000;
const maxKept = 200;
const kept = new Map<string, { owner: string; form: string; draft: ProbedDraft; endsAtMs: number }>();

const ownerOf = (tenant: TenantContext): string => `${tenant.orgId} ${tenant.actor}`;

function formKey({ connector, settings, secrets }: Form): string {
  const sorted = (values: Record<string, unknown>) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([connector, sorted(settings), sorted(secrets)]))
    .digest('hex');
}

export function keepDraft(tenant: TenantContext, form: Form, draft: ProbedDraft, now: Date): string {
  for (const [id, { endsAtMs }] of kept) if (endsAtMs <= now.getTime() || kept.size >= maxKept) kept.delete(id);
  const id = newId();
  kept.set(id, { owner: ownerOf(tenant), form: formKey(form), draft, endsAtMs: now.getTime() + keptForMs });
  return id;
}

/** @returns null unless the same person tried the very same form a few minutes ago */
export function findDraft(tenant: TenantContext, id: string, form: Form, now: Date): ProbedDraft | null {
  const found = kept.get(id);
  const isTheirs = found && found.owner === ownerOf(tenant) && found.form === formKey(form);
  return isTheirs && found.endsAtMs > now.getTime() ? found.draft : null;
}

export const forgetDraft = (id: string): boolean => kept.delete(id);
