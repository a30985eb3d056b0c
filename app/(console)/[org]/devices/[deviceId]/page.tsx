import type { Metadata } from 'next';
import { DevicePage } from '#components/devices/device-page.tsx';
import { orNotFound, pageApi } from '../../../page-api.tsx';

export const metadata: Metadata = { title: 'Device' };

export default async function Page({ params }: PageProps<'/[org]/devices/[deviceId]'>) {
  const { org, deviceId } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await orNotFound(queryClient.fetchQuery(trpc.devices.read.queryOptions({ id: deviceId })));
  return hydrated(<DevicePage deviceId={deviceId} />);
}
