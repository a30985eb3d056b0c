'use client';
// Something happens in the simulated world, the vendor calls us, and everything after is the real thing.
import { useMutation } from '@tanstack/react-query';
import { Zap } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import { useReaches, useRoutes } from '#components/lib/console-context.tsx';
import { useTRPC } from '#components/lib/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { sendTestAlertInput } from '#server/features/connections/connection.schema.ts';

const stories = sendTestAlertInput.shape.story.unwrap();
type Story = (typeof stories.options)[number];
const titles: Partial<Record<string, string>> = {
  simple: 'Simple: a crash that a restart fixes',
  complex: 'Complex: a crash that needs an engineer',
  disk: 'A system drive fills up',
  printer: 'The print spooler stops',
  offline: 'A device goes offline',
  'unknown-device': 'A device nobody knows',
};

export function SendTestAlert({ connectionId }: { connectionId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const routes = useRoutes();
  const selectId = useId();
  const [story, setStory] = useState<Story>('simple');
  const send = useMutation(
    trpc.connections.sendTestAlert.mutationOptions({
      onSuccess: () =>
        toast.success('Sent. It arrives in the inbox in a moment.', {
          action: { label: 'Open the inbox', onClick: () => router.push(routes.inbox) },
        }),
      onError: (error) => toast.error(error.message),
    }),
  );
  if (!useReaches('engineer')) return null;
  return (
    <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0">
      <label htmlFor={selectId} className="sr-only">
        Story of the test alert
      </label>
      <NativeSelect
        id={selectId}
        className="max-w-56"
        value={story}
        onChange={(event) => setStory(stories.parse(event.target.value))}
      >
        {stories.options.map((option) => (
          <option key={option} value={option}>
            {titles[option] ?? option}
          </option>
        ))}
      </NativeSelect>
      <Button variant="primary" disabled={send.isPending} onClick={() => send.mutate({ connectionId, story })}>
        <Zap aria-hidden /> Send a test alert
      </Button>
    </div>
  );
}
