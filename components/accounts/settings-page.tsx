import { PageHeader } from '#components/shared/page-header.tsx';
import { MembersCard } from './members-card.tsx';
import { SessionsCard } from './sessions-card.tsx';

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex max-w-4xl flex-col gap-6 p-4 md:p-6">
        <MembersCard />
        <SessionsCard />
      </div>
    </>
  );
}
