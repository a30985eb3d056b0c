import type { Metadata } from 'next';
import { DevicesList } from '#components/devices/devices-list.tsx';
import { pageApi } from '../../page-api.tsx';

export const metadata: Metadata = { title: 'Devices' };

export default async function DevicesPage({ params }: PageProps<'/[org]/devices'>) {
  const { org } = await params;
  const { trpc, queryClient, hydrated } = await pageApi(org);
  await queryClient.prefetchQuery(trpc.devices.clients.queryOptions());
  return hydrated(<DevicesList />);
}
