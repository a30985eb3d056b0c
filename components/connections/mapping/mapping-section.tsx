'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { toast } from 'sonner';
import { useTRPC } from '#components/lib/trpc.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Hint } from '#components/ui/hint.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import type { MappingRow, MappingSection as Section } from '#server/features/mapping/read-mapping.schema.ts';

const titles: Record<Section['kind'], string> = { status: 'Statuses', priority: 'Priorities', category: 'Categories' };
const states: Record<MappingRow['state'], { word: string; tone: Tone }> = {
  confirmed: { word: 'Chosen', tone: 'ok' },
  suggested: { word: 'Suggested', tone: 'live' },
  missing: { word: 'Not there any more', tone: 'bad' },
  open: { word: 'Open', tone: 'wait' },
};

/** beyond so many, boards without anything to look at are folded */
const manyRows = 14;
const needsLook = ({ state }: MappingRow): boolean => state === 'missing' || state === 'suggested';

interface MappingSectionProps {
  connectionId: string;
  section: Section;
  canEdit: boolean;
}

export function MappingSection({ connectionId, section, canEdit }: MappingSectionProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const save = useMutation(
    trpc.mapping.save.mutationOptions({
      onError: (error) => toast.error(error.message),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.mapping.read.queryKey({ connectionId }) }),
    }),
  );
  const choose = (rows: MappingRow[], idOf: (row: MappingRow) => string | null) =>
    save.mutate({
      connectionId,
      rows: rows.map((row) => ({
        kind: row.kind,
        word: row.word,
        board: row.board?.id ?? null,
        valueId: idOf(row),
      })),
    });
  const suggested = section.rows.filter((row) => row.state === 'suggested' && row.value);
  const { confirmed, open, missing } = section.counts;
  const groups = [...Map.groupBy(section.rows, ({ board }) => board?.name ?? '')];
  return (
    <Card aria-label={titles[section.kind]}>
      <CardHeader>
        <CardTitle>{titles[section.kind]}</CardTitle>
        <span className="flex items-center gap-3 text-muted-foreground text-xs">
          {confirmed} chosen, {suggested.length} suggested
          {open > 0 && `, ${open} open`}
          {missing > 0 && `, ${missing} missing`}
          {canEdit && suggested.length > 0 && (
            <Button
              size="sm"
              disabled={save.isPending}
              onClick={() => choose(suggested, (row) => row.value?.id ?? null)}
            >
              <Check aria-hidden /> Accept all suggestions
            </Button>
          )}
        </span>
      </CardHeader>
      {!section.isReadable && (
        <CardContent>
          <Alert tone="warning" title="The vendor’s values could not be read">
            {section.why}
          </Alert>
        </CardContent>
      )}
      {section.isReadable && section.rows.length === 0 && (
        <CardContent className="text-muted-foreground text-sm">Nothing to translate here.</CardContent>
      )}
      {groups.map(([board, rows]) => {
        const list = (
          <ul aria-label={board ? `${titles[section.kind]} of ${board}` : titles[section.kind]} className="divide-y">
            {rows.map((row) => (
              <li
                key={`${row.word} ${row.board?.id ?? ''}`}
                className="grid grid-cols-1 items-center gap-x-4 gap-y-1.5 px-4 py-2 text-sm sm:grid-cols-[minmax(8rem,1fr)_minmax(12rem,1.4fr)_minmax(9rem,auto)]"
              >
                <span className="min-w-0 font-medium">{row.title}</span>
                <ValueSelect
                  row={row}
                  values={section.values.filter(({ board: of }) => !row.board || !of || of.id === row.board.id)}
                  isDisabled={!canEdit || !section.isReadable || save.isPending}
                  onChoose={(id) => choose([row], () => id)}
                />
                <RowState row={row} canEdit={canEdit} onAccept={() => choose([row], () => row.value?.id ?? null)} />
              </li>
            ))}
          </ul>
        );
        if (groups.length === 1) return <div key={board}>{list}</div>;
        return (
          <details key={board} open={section.rows.length <= manyRows || rows.some(needsLook)}>
            <summary className="border-t bg-raised/40 px-4 py-1.5 text-muted-foreground text-xs">
              {board || 'Every board'} ({rows.length})
            </summary>
            {list}
          </details>
        );
      })}
    </Card>
  );
}

function ValueSelect(props: {
  row: MappingRow;
  values: Section['values'];
  isDisabled: boolean;
  onChoose: (id: string | null) => void;
}) {
  const { row, values, isDisabled } = props;
  const known = values.some(({ id }) => id === row.value?.id);
  return (
    <NativeSelect
      aria-label={`${row.title}${row.board?.name ? ` on ${row.board.name}` : ''}`}
      className="w-full"
      disabled={isDisabled}
      value={row.value?.id ?? ''}
      onChange={(event) => props.onChoose(event.target.value || null)}
    >
      <option value="">Nothing chosen</option>
      {row.value && !known && <option value={row.value.id}>{row.value.name} (not there)</option>}
      {values.map((value) => (
        <option key={`${value.board?.id ?? ''}${value.id}`} value={value.id}>
          {value.name}
          {!row.board && value.board?.name ? ` · ${value.board.name}` : ''}
          {value.isClosed ? ' (closes the ticket)' : ''}
        </option>
      ))}
    </NativeSelect>
  );
}

function RowState({ row, canEdit, onAccept }: { row: MappingRow; canEdit: boolean; onAccept: () => void }) {
  const { word, tone } = states[row.state];
  const [best] = row.suggestions;
  const reason = row.problem ?? best?.reason;
  const badge = <Badge tone={tone}>{word}</Badge>;
  return (
    <div className="flex flex-wrap items-center gap-2 sm:justify-end">
      {reason ? (
        <Hint title={word} trigger={<button type="button">{badge}</button>}>
          {reason}
          {row.state === 'suggested' && !row.isUsed && ' Not sure enough to be used before you accept it.'}
        </Hint>
      ) : (
        badge
      )}
      {canEdit && row.state === 'suggested' && row.value && (
        <Button
          size="sm"
          variant="ghost"
          onClick={onAccept}
          aria-label={`Accept ${row.value.name} for ${row.title}${row.board?.name ? ` on ${row.board.name}` : ''}`}
        >
          Accept
        </Button>
      )}
    </div>
  );
}
