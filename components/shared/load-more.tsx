'use client';
import { Button } from '#components/ui/button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';

interface LoadMoreProps {
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
}

export function LoadMore({ hasMore, isLoading, onMore }: LoadMoreProps) {
  if (!hasMore) return null;
  return (
    <div className="flex justify-center border-t p-3">
      <Button size="sm" disabled={isLoading} onClick={onMore}>
        {isLoading && <Spinner />} Show more
      </Button>
    </div>
  );
}
