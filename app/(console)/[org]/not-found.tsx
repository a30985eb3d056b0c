import { SearchX } from 'lucide-react';
import { Empty } from '#components/ui/empty.tsx';

export default function NotFound() {
  return (
    <Empty icon={SearchX} title="There is no such page">
      What you look for does not exist, or it belongs to another organisation.
    </Empty>
  );
}
