'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { cn } from '#components/ui/cn.ts';
import { LiveIndicator } from './live-org.tsx';
import { type Place, placesOf } from './nav.ts';
import { OrgSwitcher } from './org-switcher.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { UserMenu } from './user-menu.tsx';

export function Sidebar({ onSignOut, onNavigate }: { onSignOut: () => Promise<void>; onNavigate?: () => void }) {
  const trpc = useTRPC();
  const isEngineer = useReaches('engineer');
  const pending = useQuery(trpc.approvals.pending.queryOptions());
  const routes = useRoutes();
  const places = placesOf(routes).filter((place) => place.role === 'viewer' || isEngineer);
  const badges = { [routes.approvals]: pending.data?.pending ?? 0 };
  const item = (place: Place) => (
    <SidebarLink key={place.href} place={place} badge={badges[place.href] ?? 0} onNavigate={onNavigate} />
  );
  return (
    <div className="flex h-full flex-col gap-4 p-2">
      <OrgSwitcher />
      <nav aria-label="Console" className="flex flex-1 flex-col gap-5">
        <ul className="space-y-px">{places.filter((place) => place.group === 'work').map(item)}</ul>
        <ul className="space-y-px">{places.filter((place) => place.group === 'estate').map(item)}</ul>
      </nav>
      <div className="space-y-1">
        <div className="flex items-center justify-between pl-2">
          <LiveIndicator />
          <ThemeToggle />
        </div>
        <UserMenu onSignOut={onSignOut} />
      </div>
    </div>
  );
}

function SidebarLink({ place, badge, onNavigate }: { place: Place; badge: number; onNavigate?: () => void }) {
  const isHere = usePathname().startsWith(place.href);
  const Icon = place.icon;
  return (
    <li>
      <Link
        href={place.href}
        onClick={onNavigate}
        aria-current={isHere ? 'page' : undefined}
        className={cn(
          'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm transition-colors max-md:h-10',
          isHere
            ? 'bg-raised font-medium text-foreground'
            : 'text-muted-foreground hover:bg-raised/60 hover:text-foreground',
        )}
      >
        <Icon aria-hidden className={cn('size-4 shrink-0', isHere && 'text-accent')} />
        <span className="flex-1">{place.title}</span>
        {badge > 0 && (
          <span className="rounded px-1.5 font-medium text-2xs text-wait tabular-nums tint-wait">
            {badge}
            <span className="sr-only"> pending</span>
          </span>
        )}
      </Link>
    </li>
  );
}
