// The webhook receiver inside the console's process, composed on first use.
import { composeReceiver } from '#server/compose-receiver.ts';
import { composeParts } from '#server/composition.ts';
import type { AcceptWebhookDeps } from '#server/features/ingest/accept-webhook.ts';
import { acceptFetchWebhook } from '#server/features/ingest/fetch-webhook.ts';

let deps: AcceptWebhookDeps | undefined;

export function handleWebhook(request: Request, address: { connection: string; secret: string }): Promise<Response> {
  deps ??= composeReceiver(composeParts('receiver'));
  return acceptFetchWebhook(request, { connectionId: address.connection, secret: address.secret }, deps);
}
