'use client';
// How its events arrive: the address to give to the vendor, a proof that it works, and changing it without a gap.
import { useQuery } from '@tanstack/react-query';
import { useReaches } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { ConnectionView } from '#server/features/connections/connection.schema.ts';
import { RegisterWebhook } from '../register-webhook.tsx';
import { WebhookAddress } from '../webhook-address.tsx';
import { FormerValues } from './former-values.tsx';
import { RotateAddress } from './rotate-address.tsx';
import { RotateSecrets } from './rotate-secrets.tsx';
import { TestWebhook } from './test-webhook.tsx';

export function WebhookCard({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const isAdmin = useReaches('admin');
  const connectionId = connection.id;
  const health = useQuery(trpc.connections.health.queryOptions({ connectionId }));
  const hook = health.data?.webhook;
  const canChange = isAdmin && connection.webhook?.url;
  return (
    <Card aria-label="How its events arrive">
      <CardHeader>
        <CardTitle>How its events arrive</CardTitle>
        {hook && (
          <span className="text-muted-foreground text-xs">
            {hook.lastDeliveryAt ? (
              <>
                last webhook <RelativeTime at={hook.lastDeliveryAt} />
              </>
            ) : (
              'no webhook yet'
            )}
          </span>
        )}
      </CardHeader>
      <CardContent className="space-y-4">
        <WebhookAddress connectionId={connectionId} name={connection.name} />
        {hook && <FormerValues connectionId={connectionId} hook={hook} />}
        {connection.webhook && connection.status !== 'disabled' && <TestWebhook connection={connection} />}
      </CardContent>
      {canChange && (
        <CardFooter>
          <RegisterWebhook connectionId={connectionId} />
          <RotateAddress connection={connection} />
          {hook?.canRotateSecrets && <RotateSecrets connection={connection} />}
        </CardFooter>
      )}
    </Card>
  );
}
