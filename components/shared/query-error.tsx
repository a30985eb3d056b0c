'use client';
import { RotateCw } from 'lucide-react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

interface ApiErrorLike {
  message: string;
  data?: { traceId?: string; httpStatus?: number } | null;
}

/** What went wrong, what can be done, and the number to quote. */
export function QueryError({ error, onRetry }: { error: ApiErrorLike; onRetry?: () => void }) {
  const traceId = error.data?.traceId;
  return (
    <Alert
      tone="danger"
      title={error.data?.httpStatus === 404 ? 'Not found' : 'This could not be loaded'}
      actions={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            <RotateCw aria-hidden /> Try again
          </Button>
        )
      }
    >
      {error.message}
      {traceId && <span className="mt-1 block font-mono text-2xs">trace {traceId}</span>}
    </Alert>
  );
}
