import { Skeleton } from '#components/ui/skeleton.tsx';

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3', 'w-3/5'];

export function ListSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div aria-busy="true" role="status" className="divide-y">
      <span className="sr-only">Loading</span>
      {widths.slice(0, rows).map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed decoration, never reordered
        <div key={index} className="flex h-11 items-center gap-3 px-4">
          <Skeleton className={`h-3 ${width}`} />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
