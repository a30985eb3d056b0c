import { AppWindow, BookOpen, Cable, type LucideIcon, MonitorCog, Network, TicketCheck } from 'lucide-react';
import { connectorName } from '#components/lib/format.ts';
import { cn } from '#components/ui/cn.ts';

// Neutral glyphs of our own by what a product is for; never a vendor's artwork.
const glyphs: [RegExp, LucideIcon][] = [
  [/psa|helpdesk|bms/, TicketCheck],
  [/rmm|automate|vsa/, MonitorCog],
  [/glue|hudu|boost|docs/, BookOpen],
  [/directory|ldap|entra/, Network],
  [/graph|365|intune/, AppWindow],
];

export function ConnectorGlyph({
  connector,
  withName = false,
  className,
}: {
  connector: string;
  withName?: boolean;
  className?: string;
}) {
  const Icon = glyphs.find(([pattern]) => pattern.test(connector))?.[1] ?? Cable;
  const name = connectorName(connector);
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5 text-muted-foreground', className)} title={name}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className={withName ? 'truncate' : 'sr-only'}>{name}</span>
    </span>
  );
}
