// A line of YAML in parts that are shown in different colours. For the eye only: no part is ever dropped or changed.
export interface YamlPart {
  kind: 'key' | 'comment' | 'expression' | 'text';
  text: string;
}

const keyPattern = /^(\s*(?:- +)*)([\w.\-/"']+)(:)(?=\s|$)/;

export function splitYamlLine(line: string): YamlPart[] {
  const commentAt = findComment(line);
  const body = commentAt === -1 ? line : line.slice(0, commentAt);
  const parts: YamlPart[] = [];
  const key = keyPattern.exec(body);
  if (key) {
    parts.push({ kind: 'text', text: key[1] ?? '' }, { kind: 'key', text: key[2] ?? '' }, { kind: 'text', text: ':' });
  }
  const rest = key ? body.slice(key[0].length) : body;
  for (const piece of rest.split(/(\$\{\{.*?\}\})/)) {
    parts.push({ kind: piece.startsWith('${{') ? 'expression' : 'text', text: piece });
  }
  if (commentAt !== -1) parts.push({ kind: 'comment', text: line.slice(commentAt) });
  return parts.filter((part) => part.text !== '');
}

/** "#" begins a comment at the start of the line or after a blank, and not inside quotes. */
function findComment(line: string): number {
  let quote: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quote) {
      if (char === quote) quote = null;
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) {
      return at;
    }
  }
  return -1;
}
