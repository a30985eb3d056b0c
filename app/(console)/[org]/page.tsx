import { redirect } from 'next/navigation';
import { routesOf } from '#components/lib/routes.ts';

export default async function OrgPage({ params }: PageProps<'/[org]'>) {
  const { org } = await params;
  redirect(routesOf(org).overview);
}
