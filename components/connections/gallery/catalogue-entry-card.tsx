import { CircleSlash } from 'lucide-react';
import { ConnectorGlyph } from '#components/shared/connector-glyph.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { CatalogueEntryView } from '#server/features/connections/gallery.schema.ts';
import { systemWord } from './system-words.ts';

const apiWords: Record<CatalogueEntryView['api'], string> = {
  public: 'Public API',
  'documented by others': 'API known from its users',
  'none found': 'No API found',
};

/** A product there is no connector for. Nothing is promised. */
export function CatalogueEntryCard({ entry }: { entry: CatalogueEntryView }) {
  return (
    <article className="flex h-full flex-col gap-2 rounded-lg border border-dashed p-4">
      <div className="flex items-start justify-between gap-2">
        <h3 className="min-w-0 font-medium text-sm">
          <span aria-hidden>
            <ConnectorGlyph connector={entry.id} className="mr-2 align-middle" />
          </span>
          {entry.name}
        </h3>
        <Badge tone="neutral">
          <CircleSlash aria-hidden /> Not built
        </Badge>
      </div>
      <p className="text-pretty text-muted-foreground text-xs leading-5">{entry.summary}</p>
      <p className="flex flex-wrap gap-1.5">
        {entry.systems.map((system) => (
          <Badge key={system}>{systemWord(system)}</Badge>
        ))}
        <Badge tone="outline">{apiWords[entry.api]}</Badge>
      </p>
      <details className="text-xs">
        <summary className="w-fit py-1 text-accent">What is missing</summary>
        <ul className="mt-1 list-disc space-y-1 pl-4 text-muted-foreground leading-5">
          {entry.missing.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className="mt-2 font-medium">What it would bring</p>
        <ul className="mt-1 list-disc space-y-1 pl-4 text-muted-foreground leading-5">
          {entry.could.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </article>
  );
}
