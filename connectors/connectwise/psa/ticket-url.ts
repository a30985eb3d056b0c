// The link a technician opens. It needs no codebase of the day: `v4_6_release` works on every server.
import type { PsaSettings } from './auth.ts';
import { webOrigin } from './site-address.ts';

export function ticketUrl(settings: PsaSettings, ticketId: string): string {
  const query = new URLSearchParams({ service_recid: ticketId, companyName: settings.companyId });
  return `${webOrigin(settings.site)}/v4_6_release/services/system_io/Service/fv_sr100_request.rails?${query}`;
}
