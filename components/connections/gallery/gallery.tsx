'use client';
// Every system that can be connected, and, apart from them, those that cannot.
import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { plural } from '#components/lib/format.ts';
import { useTRPC } from '#components/lib/trpc.ts';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { oneOf, useUrlState } from '#components/lib/use-url-state.ts';
import { FilterChip } from '#components/shared/filter-chip.tsx';
import { QueryError } from '#components/shared/query-error.tsx';
import { SearchInput } from '#components/shared/search-input.tsx';
import { Button } from '#components/ui/button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { CatalogueEntryCard } from './catalogue-entry-card.tsx';
import { ConnectorCard } from './connector-card.tsx';
import { countBySystem, filterGallery } from './filter-gallery.ts';
import { systemWord, systemWords } from './system-words.ts';

const grid = 'grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3 2xl:grid-cols-4';
const kinds = Object.keys(systemWords);

export function Gallery() {
  const trpc = useTRPC();
  const url = useUrlState();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const connectors = useQuery({ ...trpc.connections.connectors.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const catalogue = useQuery({ ...trpc.connections.catalogue.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const connections = useQuery(trpc.connections.list.queryOptions());
  const built = useMemo(
    () => (connectors.data ?? []).map((one) => ({ ...one, words: one.can.map(({ title }) => title) })),
    [connectors.data],
  );
  const unbuilt = useMemo(() => (catalogue.data ?? []).map((one) => ({ ...one, words: one.could })), [catalogue.data]);
  const all = [...built, ...unbuilt];
  const vendors = [...new Set(all.map(({ vendor }) => vendor))].sort((a, b) => a.localeCompare(b));
  const filter = {
    q: url.get('q')?.slice(0, 100) ?? '',
    system: oneOf(kinds, url.get('kind')),
    vendor: oneOf(vendors, url.get('vendor')),
  };
  const counts = countBySystem(filterGallery(all, { ...filter, system: undefined }));
  const shown = filterGallery(built, filter);
  const missing = filterGallery(unbuilt, filter);
  const connectedOf = (id: string) => connections.data?.filter(({ connector }) => connector.id === id).length ?? 0;
  const isFiltered = Boolean(filter.q || filter.system || filter.vendor);
  return (
    <>
      <search className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <SearchInput label="Search systems" placeholder="Name, vendor or what it can do" />
        <div className="flex min-w-0 gap-1.5 overflow-x-auto py-0.5 max-md:w-full">
          {kinds
            .filter((kind) => counts.has(kind) || kind === filter.system)
            .map((kind) => (
              <FilterChip
                key={kind}
                isOn={filter.system === kind}
                onToggle={() => url.set({ kind: filter.system === kind ? null : kind })}
                count={counts.get(kind) ?? 0}
              >
                {systemWord(kind)}
              </FilterChip>
            ))}
        </div>
        <NativeSelect
          aria-label="Vendor"
          className="max-w-48"
          value={filter.vendor ?? ''}
          onChange={(event) => url.set({ vendor: event.target.value || null })}
        >
          <option value="">Every vendor</option>
          {vendors.map((vendor) => (
            <option key={vendor} value={vendor}>
              {vendor}
            </option>
          ))}
        </NativeSelect>
      </search>
      <div ref={list} className="space-y-8 p-4 md:p-6">
        {connectors.error && <QueryError error={connectors.error} onRetry={() => connectors.refetch()} />}
        {connectors.isPending && <CardsSkeleton />}
        {connectors.data && shown.length + missing.length === 0 && (
          <Empty
            icon={SearchX}
            title="No system like that"
            action={<Button onClick={() => url.set({ q: null, kind: null, vendor: null })}>Show all</Button>}
          >
            A connector of your own takes an afternoon: the repository has a template, a checklist and a sandbox.
          </Empty>
        )}
        {shown.length > 0 && (
          <section aria-label="Systems">
            <h2 className="mb-3 text-muted-foreground text-xs" aria-live="polite">
              {plural(shown.length, 'system')} to connect{isFiltered && ' in this view'}
            </h2>
            <ul aria-label="Systems" className={grid}>
              {shown.map((connector) => (
                <li key={connector.id}>
                  <ConnectorCard connector={connector} connected={connectedOf(connector.id)} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {missing.length > 0 && (
          <section aria-label="Not built">
            <h2 className="font-semibold text-sm">Not built</h2>
            <p className="mt-1 mb-3 max-w-prose text-muted-foreground text-xs leading-5">
              Known, looked into, and without a connector. What is written here is what stands in the way.
            </p>
            <ul aria-label="Not built" className={grid}>
              {missing.map((entry) => (
                <li key={entry.id}>
                  <CatalogueEntryCard entry={entry} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}

function CardsSkeleton() {
  return (
    <div aria-busy="true" role="status" className={grid}>
      <span className="sr-only">Loading</span>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} className="h-36 rounded-lg" />
      ))}
    </div>
  );
}
