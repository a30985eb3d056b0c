'use client';
// The frame of the console: sidebar on a desk, a bar with a drawer on a phone, the command menu everywhere.
import { Menu as MenuIcon, Search } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { ApiProvider } from '#components/lib/api-provider.tsx';
import { type ConsoleContext, ConsoleProvider } from '#components/lib/console-context.tsx';
import { NowProvider } from '#components/lib/use-now.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { CommandMenu } from './command-menu.tsx';
import { LiveIndicator, LiveOrg } from './live-org.tsx';
import { Sidebar } from './sidebar.tsx';
import { useShellKeys } from './use-shell-keys.ts';

interface ShellProps {
  context: ConsoleContext;
  onSignOut: () => Promise<void>;
  /** the server's clock when it drew this page */
  renderedAt: number;
  children: ReactNode;
}

export function Shell({ context, onSignOut, renderedAt, children }: ShellProps) {
  return (
    <ApiProvider key={context.org.slug} org={context.org.slug}>
      <ConsoleProvider value={context}>
        <NowProvider renderedAt={renderedAt}>
          <LiveOrg>
            <Frame onSignOut={onSignOut}>{children}</Frame>
          </LiveOrg>
        </NowProvider>
      </ConsoleProvider>
    </ApiProvider>
  );
}

function Frame({ onSignOut, children }: Pick<ShellProps, 'onSignOut' | 'children'>) {
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  useShellKeys(useCallback(() => setMenuOpen(true), []));
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col overflow-y-auto border-r bg-surface md:flex">
        <div className="p-2 pb-0">
          <SearchButton onClick={() => setMenuOpen(true)} />
        </div>
        <div className="min-h-0 flex-1">
          <Sidebar onSignOut={onSignOut} />
        </div>
      </aside>
      <div className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-surface px-2 md:hidden">
        <Dialog
          shape="left-sheet"
          title="MSPclaw"
          open={isDrawerOpen}
          onOpenChange={setDrawerOpen}
          trigger={
            <Button variant="ghost" size="icon" className="size-10" aria-label="Open navigation">
              <MenuIcon aria-hidden />
            </Button>
          }
        >
          <Sidebar onSignOut={onSignOut} onNavigate={() => setDrawerOpen(false)} />
        </Dialog>
        <span className="flex-1 font-semibold">MSPclaw</span>
        <LiveIndicator />
        <Button variant="ghost" size="icon" className="size-10" aria-label="Search" onClick={() => setMenuOpen(true)}>
          <Search aria-hidden />
        </Button>
      </div>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        {children}
      </main>
      <CommandMenu open={isMenuOpen} onOpenChange={setMenuOpen} />
    </div>
  );
}

function SearchButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-8 w-full items-center gap-2 rounded-md border bg-background px-2 text-muted-foreground text-sm hover:text-foreground"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="flex-1 text-left">Search</span>
      <Kbd>Ctrl K</Kbd>
    </button>
  );
}
