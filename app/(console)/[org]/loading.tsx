import { ListSkeleton } from '#components/shared/list-skeleton.tsx';

export default function Loading() {
  return <ListSkeleton />;
}
