import { Building2, type LucideIcon, MonitorSmartphone, TicketCheck } from 'lucide-react';
import { UntrustedText } from '#components/shared/untrusted-text.tsx';
import { Alert } from '#components/ui/alert.tsx';
import type { ProbeOutput, SamplePartView } from '#server/features/connections/gallery.schema.ts';

const parts: Record<SamplePartView['what'], { title: string; icon: LucideIcon }> = {
  clients: { title: 'Clients', icon: Building2 },
  devices: { title: 'Devices', icon: MonitorSmartphone },
  tickets: { title: 'Tickets', icon: TicketCheck },
};

/** What the vendor answered with this key: proof that it is the right account. */
export function LiveSample({ probe }: { probe: ProbeOutput }) {
  return (
    <section aria-label="What was found" className="space-y-3">
      <Alert tone="success" title="It works">
        {probe.summary}
      </Alert>
      {probe.warnings.map((warning) => (
        <Alert key={warning} tone="warning">
          {warning}
        </Alert>
      ))}
      {probe.sample.length > 0 && (
        <div className="grid grid-cols-1 gap-3 md:grid-cols-[repeat(auto-fit,minmax(13rem,1fr))]">
          {probe.sample.map((part) => (
            <SamplePart key={part.what} part={part} />
          ))}
        </div>
      )}
    </section>
  );
}

function SamplePart({ part }: { part: SamplePartView }) {
  const { title, icon: Icon } = parts[part.what];
  return (
    <div className="min-w-0 rounded-lg border bg-background p-3">
      <h3 className="flex items-center gap-2 font-medium text-sm">
        <Icon aria-hidden className="size-4 text-muted-foreground" /> {title}
      </h3>
      {part.why && <p className="mt-2 text-pretty text-muted-foreground text-xs leading-5">{part.why}</p>}
      {!part.why && part.items.length === 0 && <p className="mt-2 text-muted-foreground text-xs">None.</p>}
      <ul className="mt-2 space-y-1.5">
        {part.items.map((item) => (
          <li key={item.id} className="min-w-0 text-sm leading-5">
            <UntrustedText className="block truncate">{item.name}</UntrustedText>
            {item.detail && <span className="block truncate text-muted-foreground text-xs">{item.detail}</span>}
          </li>
        ))}
      </ul>
      {part.hasMore && <p className="mt-2 text-muted-foreground text-xs">and more</p>}
    </div>
  );
}
