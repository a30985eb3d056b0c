// Data as it was recorded, foldable by the platform's own <details>. Strings are text, never markup.
import { cn } from '#components/ui/cn.ts';

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

export function JsonViewer({ value, label, className }: { value: unknown; label: string; className?: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={label}
      className={cn('overflow-x-auto rounded-md border bg-background p-3 font-mono text-xs leading-6', className)}
    >
      <JsonNode value={value} depth={0} />
    </section>
  );
}

function JsonNode({ value, name, depth }: { value: unknown; name?: string; depth: number }) {
  const key = name === undefined ? null : <span className="text-muted-foreground">{name}: </span>;
  if (typeof value !== 'object' || value === null || isEmpty(value)) {
    return (
      <div className="whitespace-pre-wrap break-words">
        {key}
        <JsonLeaf value={value} />
      </div>
    );
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details open={depth < 3}>
      <summary className="select-none rounded hover:bg-raised">
        {key}
        <span className="text-muted-foreground">{size}</span>
      </summary>
      <div className="ml-1.5 border-l pl-3">
        {entries.map(([entry, child]) => (
          <JsonNode key={entry} name={entry} value={child} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}

function JsonLeaf({ value }: { value: unknown }) {
  if (typeof value === 'string') return <span className="text-ok">{JSON.stringify(value)}</span>;
  if (typeof value === 'number') return <span className="text-live">{String(value)}</span>;
  if (typeof value === 'boolean') return <span className="text-wait">{String(value)}</span>;
  return <span className="text-muted-foreground">{value === undefined ? 'nothing' : JSON.stringify(value)}</span>;
}
