import { Shell } from '#components/shell/shell.tsx';
import { requireOrg } from '#server/api/require-org.ts';
import { signOutAction } from '../../(auth)/sign-out-action.ts';

export default async function ConsoleLayout({ params, children }: LayoutProps<'/[org]'>) {
  const { org: slug } = await params;
  const { org, user, tenant } = await requireOrg(slug);
  const role = tenant.role === 'system' ? 'viewer' : tenant.role;
  return (
    <Shell context={{ org: { slug, name: org.name }, user, role }} onSignOut={signOutAction} renderedAt={Date.now()}>
      {children}
    </Shell>
  );
}
