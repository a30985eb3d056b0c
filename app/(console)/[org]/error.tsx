'use client';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="p-6">
      <Alert tone="danger" title="This page could not be shown" actions={<Button onClick={reset}>Try again</Button>}>
        The error is in the server’s log{error.digest ? ` under ${error.digest}` : ''}.
      </Alert>
    </div>
  );
}
