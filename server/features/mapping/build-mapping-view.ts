// Every one of our words, what it is called at the vendor, and what we would choose. Pure.
import type { StoredRow } from './mapping.repository.ts';
import type { MappingKind, VendorValue } from './mapping.schema.ts';
import { ourWords } from './our-words.ts';
import type { MappingRow, MappingSection } from './read-mapping.schema.ts';
import { suggestValues } from './suggest-value.ts';
import type { KindWords } from './vendor-words.ts';

type Board = { id: string; name: string | null } | null;
type Stored = Pick<
  StoredRow,
  'kind' | 'word' | 'boardId' | 'boardName' | 'vendorId' | 'vendorName' | 'state' | 'problem' | 'checkedAt'
>;

/** What may be chosen on a board; null = where the vendor has no boards, or for all of them. */
export const valuesOn = (values: VendorValue[], board: Board): VendorValue[] =>
  values.filter((value) => value.board === null || value.board.id === board?.id);

/** The places a word can be mapped at: once per board where boards have values of their own, else once. */
function placesOf(words: KindWords, stored: Stored[]): Board[] {
  // a vendor that cannot be read now has the boards it had
  const told = words.isReadable ? words.boards : stored.filter(({ boardId }) => boardId !== '').map(boardOf);
  const boards = new Map(told.map((board) => [board?.id, board]));
  return boards.size > 0 ? [...boards.values()] : [null];
}

const boardOf = ({ boardId, boardName }: Stored): Board => (boardId === '' ? null : { id: boardId, name: boardName });

export function buildSection(kind: MappingKind, words: KindWords, stored: Stored[]): MappingSection {
  const ofKind = stored.filter((row) => row.kind === kind);
  const isAt = (row: Stored, word: string, board: Board) => row.word === word && row.boardId === (board?.id ?? '');
  const places = placesOf(words, ofKind);
  const rows = places.flatMap((board) =>
    ourWords[kind].map(({ word, title }) => {
      const row = ofKind.find((one) => isAt(one, word, board));
      return toRow(
        kind,
        { word, title },
        board,
        row,
        suggestValues(kind, { word, title }, valuesOn(words.values, board)),
      );
    }),
  );
  // rows of a board that went away, or of a word that this version does not have any more
  const others = ofKind
    .filter((row) => !places.some((board) => ourWords[kind].some(({ word }) => isAt(row, word, board))))
    .map((row) => toRow(kind, { word: row.word, title: titleOf(kind, row.word) }, boardOf(row), row, []));
  const all = [...rows, ...others];
  const count = (state: MappingRow['state']) => all.filter((row) => row.state === state).length;
  return {
    kind,
    isReadable: words.isReadable,
    why: words.why,
    boards: places.filter((board) => board !== null),
    values: words.values,
    rows: all,
    counts: {
      confirmed: count('confirmed'),
      suggested: count('suggested'),
      missing: count('missing'),
      open: count('open'),
    },
  };
}

function toRow(
  kind: MappingKind,
  word: { word: string; title: string },
  board: Board,
  row: Stored | undefined,
  suggestions: MappingRow['suggestions'],
): MappingRow {
  const isOpen = !row || row.vendorId === null;
  const value = isOpen ? null : { id: row.vendorId ?? '', name: row.vendorName ?? row.vendorId ?? '' };
  const state = isOpen ? ('open' as const) : row.state;
  return {
    kind,
    ...word,
    board,
    value,
    state,
    isUsed: state === 'confirmed' || state === 'suggested',
    problem: row?.problem ?? null,
    suggestions,
    checkedAt: row?.checkedAt ?? null,
  };
}

const titleOf = (kind: MappingKind, word: string): string =>
  ourWords[kind].find((one) => one.word === word)?.title ?? word;
