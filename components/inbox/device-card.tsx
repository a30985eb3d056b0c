import Link from 'next/link';
import { useRoutes } from '#components/lib/console-context.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { DeviceView } from '#server/features/inbox/read-incident.schema.ts';

export function DeviceCard({ device }: { device: DeviceView | null }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Device</CardTitle>
        {device && <StateBadge kind="device" value={onlineWord(device.online)} />}
      </CardHeader>
      <CardContent>
        {device ? (
          <DeviceFacts device={device} />
        ) : (
          <p className="text-muted-foreground text-sm">No device is named.</p>
        )}
      </CardContent>
    </Card>
  );
}

function DeviceFacts({ device }: { device: DeviceView }) {
  const routes = useRoutes();
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      <dt className="text-muted-foreground">Name</dt>
      <dd>
        <Link href={routes.devicesNamed(device.name)} className="text-accent hover:underline">
          {device.name}
        </Link>
      </dd>
      <dt className="text-muted-foreground">System</dt>
      <dd>{device.os ?? 'not known'}</dd>
      <dt className="text-muted-foreground">Role</dt>
      <dd>{device.role}</dd>
      <dt className="text-muted-foreground">Last seen</dt>
      <dd>{device.lastSeenAt ? <RelativeTime at={device.lastSeenAt} /> : 'not known'}</dd>
    </dl>
  );
}

const onlineWord = (online: boolean | null): string => (online === null ? 'unknown' : online ? 'online' : 'offline');
