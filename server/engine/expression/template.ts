// `${{ expression }}` inside values. A text that is one expression keeps its type; inside other text a value is written
// out for people, and what is not known is written "unknown" rather than breaking the step.
import type { Json, JsonObject } from '../ports/run-records.ts';
import { ExpressionError } from './cel-syntax.ts';
import { evaluateExpression } from './evaluate-expression.ts';

export interface TemplatePart {
  kind: 'text' | 'expression';
  value: string;
  /** characters from the start of the text */
  offset: number;
}

/** Where `}}` closes: not inside quotes, not inside a map literal. */
const findEnd = (text: string, from: number): number => {
  let quote = '';
  let braces = 0;
  for (let index = from; index < text.length; index += 1) {
    const char = text[index];
    if (quote !== '') {
      if (char === '\\') index += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') braces += 1;
    else if (char === '}') {
      if (braces > 0) braces -= 1;
      else if (text[index + 1] === '}') return index;
    }
  }
  return -1;
};

/** @throws ExpressionError for an expression that is not closed */
export const splitTemplate = (text: string): TemplatePart[] => {
  const parts: TemplatePart[] = [];
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('${{', at);
    if (start < 0) break;
    const end = findEnd(text, start + 3);
    if (end < 0) throw new ExpressionError('"${{" is not closed with "}}".', start);
    if (start > at) parts.push({ kind: 'text', value: text.slice(at, start), offset: at });
    const inner = text.slice(start + 3, end);
    const lead = inner.length - inner.trimStart().length;
    parts.push({ kind: 'expression', value: inner.trim(), offset: start + 3 + lead });
    at = end + 2;
  }
  if (at < text.length) parts.push({ kind: 'text', value: text.slice(at), offset: at });
  return parts;
};

/** The one expression that a text consists of, or null. */
export const wholeExpression = (parts: TemplatePart[]): TemplatePart | null =>
  parts.length === 1 && parts[0]?.kind === 'expression' ? parts[0] : null;

const sayJson = (value: Json): string => {
  if (value === null) return 'unknown';
  if (typeof value === 'number') return String(Math.round(value * 1_000) / 1_000);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const sayExpression = (source: string, facts: JsonObject): string => {
  try {
    return sayJson(evaluateExpression(source, facts));
  } catch (error) {
    if (error instanceof ExpressionError) return 'unknown';
    throw error;
  }
};

const resolveText = (text: string, facts: JsonObject): Json => {
  const parts = splitTemplate(text);
  const whole = wholeExpression(parts);
  if (whole !== null) return evaluateExpression(whole.value, facts);
  return parts.map((part) => (part.kind === 'text' ? part.value : sayExpression(part.value, facts))).join('');
};

/** Every text inside the value resolved. @throws ExpressionError */
export const resolveTemplates = (value: Json, facts: JsonObject): Json => {
  if (typeof value === 'string') return resolveText(value, facts);
  if (Array.isArray(value)) return value.map((item) => resolveTemplates(item, facts));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveTemplates(inner, facts)]));
  }
  return value;
};
