'use client';
import { MembersCard } from './members-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { SettingsHeader } from './settings-header.tsx';

export function SettingsPage() {
  return (
    <>
      <SettingsHeader tab="people" />
      <div className="flex max-w-4xl flex-col gap-6 p-4 md:p-6">
        <MembersCard />
        <SessionsCard />
      </div>
    </>
  );
}
