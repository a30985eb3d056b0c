// What a command of ours printed, between its two marks. Everything in it comes from the endpoint and proves nothing by
// itself; it is only cut out and bounded here.
import type { ScriptResult } from '../nouns.ts';
import { marksOf } from './shell-preamble.ts';

export interface MarkedOutput {
  /** the begin mark was seen: this is our command, and it ran */
  hasBegun: boolean;
  /** the end mark was seen: the command came to its end, and nothing is missing */
  hasEnded: boolean;
  /** null when the command did not come to its end or ended the shell with `exit` */
  exitCode: number | null;
  /** without the marks */
  text: string;
}

/** A mark counts at the beginning of a line: shells that repeat the command put their prompt before it. */
export function readMarkedOutput(output: string, tag: string): MarkedOutput {
  const marks = marksOf(tag);
  const lines = output.split(/\r\n|\n|\r/);
  const begin = lines.indexOf(marks.begin);
  const end = lines.findLastIndex((line) => line.startsWith(marks.end) && line.endsWith(']]'));
  const hasEnded = end > begin && begin !== -1;
  const code = hasEnded ? (lines[end] ?? '').slice(marks.end.length, -2) : '';
  return {
    hasBegun: begin !== -1,
    hasEnded,
    exitCode: /^-?\d{1,10}$/.test(code) ? Number(code) : null,
    text: lines
      .slice(begin + 1, hasEnded ? end : undefined)
      .join('\n')
      .trim(),
  };
}

const cutNote = '\n[cut here: the output is longer than was asked for]';

/** Success is an exit code of 0 behind our end mark, and nothing else. */
export function markedResult(
  marked: MarkedOutput,
  times: { startedAt: string | null; finishedAt: string | null },
  maxOutputCharacters: number,
): ScriptResult {
  const { text } = marked;
  return {
    outcome: marked.exitCode === 0 ? 'success' : 'failure',
    exitCode: marked.exitCode,
    output: text.length > maxOutputCharacters ? `${text.slice(0, maxOutputCharacters)}${cutNote}` : text,
    ...times,
  };
}
