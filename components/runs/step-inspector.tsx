'use client';
import type { ReactNode } from 'react';
import { duration } from '#components/lib/format.ts';
import { EvidenceChip } from '#components/shared/evidence-sheet.tsx';
import { JsonViewer } from '#components/shared/json-viewer.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Card, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { RunStepView, RunView } from '#server/features/runs/read-run.schema.ts';
import { StepAttempts } from './step-attempts.tsx';

export function StepInspector({ step, view }: { step: RunStepView; view: RunView }) {
  const intents = view.intents.filter((intent) => intent.path === step.path);
  const titles = new Map(view.evidence.map((entry) => [entry.id, entry.title]));
  const tabs = [
    {
      value: 'output',
      title: 'Output',
      content: (
        <Data value={step.output} label="Output" nothing={step.finishedAt ? 'It gave no output.' : 'No output yet.'} />
      ),
    },
    { value: 'input', title: 'Input', content: <Data value={step.input} label="Input" nothing="No input." /> },
    {
      value: 'attempts',
      title: `Attempts ${Math.max(step.attempt, intents.length)}`,
      content: <StepAttempts intents={intents} attempt={step.attempt} />,
    },
    {
      value: 'evidence',
      title: `Evidence ${step.evidence.length}`,
      content: (
        <div className="flex flex-wrap gap-1.5 p-4">
          {step.evidence.length === 0 && <p className="text-muted-foreground">This step recorded no answer.</p>}
          {step.evidence.map((id) => (
            <EvidenceChip key={id} evidenceId={id} title={titles.get(id) ?? 'Recorded answer'} />
          ))}
        </div>
      ),
    },
  ];
  return (
    <Card
      className="min-w-0 xl:sticky xl:top-4 xl:max-h-[calc(100dvh-2rem)] xl:overflow-y-auto"
      aria-label={`Step ${step.path}`}
    >
      <CardHeader>
        <CardTitle className="min-w-0 break-all font-mono">{step.path}</CardTitle>
        <StateBadge kind="step" value={step.status} />
      </CardHeader>
      <div className="space-y-3 p-4">
        {step.summary && <p className="text-pretty">{step.summary}</p>}
        <StepError error={step.error} />
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
          <Fact name="Kind">{step.kind}</Fact>
          {step.capability && (
            <Fact name="Capability">
              <span className="font-mono text-xs">{step.capability}</span>
            </Fact>
          )}
          <Fact name="Began">
            <RelativeTime at={step.startedAt} />
          </Fact>
          {step.finishedAt && <Fact name="Took">{duration(step.finishedAt.getTime() - step.startedAt.getTime())}</Fact>}
        </dl>
      </div>
      <Tabs label={`Details of step ${step.path}`} tabs={tabs} />
    </Card>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted-foreground">{name}</dt>
    <dd>{children}</dd>
  </>
);

function Data({ value, label, nothing }: { value: unknown; label: string; nothing: string }) {
  return (
    <div className="p-4">
      {value === null || value === undefined ? (
        <p className="text-muted-foreground">{nothing}</p>
      ) : (
        <JsonViewer label={label} value={value} />
      )}
    </div>
  );
}

function StepError({ error }: { error: unknown }) {
  if (typeof error !== 'object' || error === null) return null;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    <Alert tone="danger" title={typeof code === 'string' ? code : 'Failed'}>
      {typeof message === 'string' ? message : JSON.stringify(error)}
    </Alert>
  );
}
