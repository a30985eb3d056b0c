'use client';
import { cn } from '#components/ui/cn.ts';
import { priorities } from '#server/features/service-levels/service-level.schema.ts';
import type { DraftPromise, Priority, Problems, Target } from './draft-promise.ts';
import { SpanInput } from './span-input.tsx';

interface TargetsFieldProps {
  targets: DraftPromise['targets'];
  problems: Problems;
  onChange: (targets: DraftPromise['targets'], path: string) => void;
  onLeave: (path: string) => void;
}

const columns: [Target, string][] = [
  ['response', 'First response'],
  ['resolution', 'Resolution'],
];

export function TargetsField({ targets, problems, onChange, onLeave }: TargetsFieldProps) {
  const cell = (priority: Priority, target: Target, title: string) => {
    const path = `targets.${priority}.${target}`;
    const problem = problems[path];
    const errorId = `${path}-problem`.replaceAll('.', '-');
    return (
      <td key={target} className="py-1 pl-2 align-top">
        <SpanInput
          aria-label={`${title}, ${priority}`}
          aria-describedby={problem ? errorId : undefined}
          placeholder="none"
          isInvalid={problem !== undefined}
          value={targets[priority][target]}
          onChange={(text) => onChange({ ...targets, [priority]: { ...targets[priority], [target]: text } }, path)}
          onLeave={() => onLeave(path)}
        />
        {problem && (
          <p id={errorId} className="mt-1 text-bad text-xs">
            {problem}
          </p>
        )}
      </td>
    );
  };
  return (
    <fieldset>
      <legend className="font-medium text-sm">Targets</legend>
      <p className="text-muted-foreground text-xs leading-relaxed">
        In open hours: 30 min, 4 h, 1 h 30 min. Empty is not promised. A ticket without a priority counts as medium.
      </p>
      <table className="mt-2 w-full max-w-xl table-fixed text-sm">
        <thead>
          <tr className="text-left text-muted-foreground text-xs">
            <th scope="col" className="w-20 font-medium">
              Priority
            </th>
            {columns.map(([target, title]) => (
              <th key={target} scope="col" className="pl-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {priorities.map((priority) => (
            <tr key={priority}>
              <th scope="row" className={cn('pt-2.5 text-left align-top font-medium capitalize')}>
                {priority}
              </th>
              {columns.map(([target, title]) => cell(priority, target, title))}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}
