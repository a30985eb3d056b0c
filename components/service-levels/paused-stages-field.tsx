'use client';
import { type Stage, ticketStages } from '#server/features/service-levels/service-level.schema.ts';
import { stageWords } from './stage-words.ts';

interface PausedStagesFieldProps {
  stages: readonly Stage[];
  onChange: (stages: Stage[]) => void;
}

/** Resolved and closed end the clock; there is nothing to pause. */
const offered = ticketStages.filter((stage) => stage !== 'resolved' && stage !== 'closed');

export function PausedStagesField({ stages, onChange }: PausedStagesFieldProps) {
  return (
    <fieldset>
      <legend className="font-medium text-sm">The clock of the resolution stands still while a ticket is</legend>
      <div className="mt-2 grid gap-1 sm:grid-cols-2">
        {offered.map((stage) => (
          <label key={stage} className="flex h-8 items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={stages.includes(stage)}
              onChange={(event) =>
                onChange(ticketStages.filter((one) => (one === stage ? event.target.checked : stages.includes(one))))
              }
              className="size-4 accent-(--accent)"
            />
            {stageWords[stage]}
          </label>
        ))}
      </div>
      <p className="mt-1 text-muted-foreground text-xs leading-relaxed">
        Which status of your PSA means what stands in the mapping of its connection.
      </p>
    </fieldset>
  );
}
