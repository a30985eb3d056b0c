// Text with line numbers that can be linked to and are not copied along. YAML gets the little colour that helps reading.
import { splitYamlLine } from './split-yaml-line.ts';

const colours = { key: 'text-accent', comment: 'text-muted-foreground italic', text: '', expression: 'text-unsure' };

export function CodeView({ source, label, language }: { source: string; label: string; language: 'yaml' | 'script' }) {
  const lines = source.replace(/\n$/, '').split('\n');
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="max-h-[44rem] overflow-auto py-2 font-mono text-xs leading-5"
    >
      <ol className="w-max min-w-full">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <li key={index} className="flex hover:bg-raised/60">
            <span
              aria-hidden
              className="sticky left-0 w-12 shrink-0 select-none bg-surface pr-3 text-right text-muted-foreground"
            >
              {index + 1}
            </span>
            <code className="whitespace-pre pr-4">
              {language === 'yaml'
                ? splitYamlLine(line).map((part, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line, never reordered
                    <span key={at} className={colours[part.kind]}>
                      {part.text}
                    </span>
                  ))
                : line}
            </code>
          </li>
        ))}
      </ol>
    </section>
  );
}
