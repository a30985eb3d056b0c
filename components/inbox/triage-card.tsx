'use client';
// What it is, what was checked, what to do next: each sentence with the recorded answers it rests on.
import { CircleHelp, Gauge, LoaderCircle, TriangleAlert, Workflow } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { EvidenceChip } from '#components/shared/evidence-sheet.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Badge, badgeVariants } from '#components/ui/badge.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Hint } from '#components/ui/hint.tsx';
import type { EvidenceSummary, TriageView } from '#server/features/inbox/read-incident.schema.ts';
import { describeAuthor, describeConfidence } from './describe-triage.ts';

interface TriageCardProps {
  triage: TriageView | null;
  evidence: EvidenceSummary[];
  /** instead of "not triaged yet" */
  whenNone?: ReactNode;
}

export function TriageCard({ triage, evidence, whenNone }: TriageCardProps) {
  if (!triage) {
    return (
      <Card>
        <CardHeader>
          <CardTitle>Triage</CardTitle>
        </CardHeader>
        {whenNone ?? (
          <Empty icon={CircleHelp} title="Not triaged yet">
            The worker reads what came in, asks the connected systems and writes down what it found.
          </Empty>
        )}
      </Card>
    );
  }
  return (
    <Card>
      <CardHeader>
        <CardTitle>Triage</CardTitle>
        <div className="flex flex-wrap items-center gap-1.5">
          <Badge tone="outline">{triage.category}</Badge>
          <Badge tone="outline">{triage.priority}</Badge>
          <Confidence triage={triage} />
        </div>
      </CardHeader>
      <CardContent className="space-y-4">
        <ModelAtWork model={triage.model} />
        <p className="text-pretty text-base leading-6">{triage.summary}</p>
        <Statements statements={triage.statements} evidence={evidence} />
        <div className="grid gap-4 sm:grid-cols-2">
          {triage.nextActions.length > 0 && (
            <Section title="Next">
              <ol className="list-decimal space-y-1 pl-5">
                {triage.nextActions.map((action) => (
                  <li key={action}>{action}</li>
                ))}
              </ol>
            </Section>
          )}
          {triage.matches.length > 0 && (
            <Section title="Looks like">
              <ul className="space-y-1">
                {triage.matches.map((match) => (
                  <li key={`${match.kind}${match.title}`} className="flex items-baseline justify-between gap-2">
                    <span className="min-w-0">{match.title}</span>
                    {match.score !== null && (
                      <span className="shrink-0 whitespace-nowrap text-muted-foreground text-xs tabular-nums">
                        {Math.round(match.score * 100)} %
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      </CardContent>
      <CardFooter className="justify-between text-muted-foreground text-xs">
        <ProposedPlaybook playbook={triage.playbook} />
        <span>
          {describeAuthor(triage)} · <RelativeTime at={triage.createdAt} />
        </span>
      </CardFooter>
    </Card>
  );
}

function Confidence({ triage }: { triage: TriageView }) {
  const { text, meaning } = describeConfidence(triage);
  const isAbstained = triage.confidence === null;
  return (
    <Hint
      title={text}
      trigger={
        <button type="button" className={badgeVariants({ tone: isAbstained ? 'unsure' : 'outline' })}>
          {isAbstained ? <CircleHelp aria-hidden /> : <Gauge aria-hidden />} {text}
        </button>
      }
    >
      {meaning}
    </Hint>
  );
}

/** Below is what the rules found: it stands until the model has something better. */
function ModelAtWork({ model }: { model: TriageView['model'] }) {
  if (model?.state === 'thinking') {
    return (
      <p role="status" className="flex items-center gap-2 rounded-md px-3 py-2 text-live text-sm tint-live">
        <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" /> Asking {model.name}. Until it concludes,
        this is what the rules found.
      </p>
    );
  }
  if (model?.state === 'failed') {
    return (
      <p className="flex items-start gap-2 rounded-md px-3 py-2 text-sm text-wait tint-wait">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">
          {model.name} did not conclude{model.reason ? `: ${model.reason}` : '.'}
        </span>
      </p>
    );
  }
  return null;
}

function Statements({ statements, evidence }: { statements: TriageView['statements']; evidence: EvidenceSummary[] }) {
  const titles = new Map(evidence.map((entry) => [entry.id, entry.title]));
  if (statements.length === 0) return null;
  return (
    <Section title="What was checked">
      <ul className="space-y-2">
        {statements.map((statement) => (
          <li key={statement.text} className="border-l-2 pl-3">
            <p className="text-pretty">{statement.text}</p>
            <div className="mt-1 flex flex-wrap gap-1">
              {statement.evidence.map((id) => (
                <EvidenceChip key={id} evidenceId={id} title={titles.get(id) ?? 'Recorded answer'} />
              ))}
              {statement.evidence.length === 0 && (
                <span className="text-2xs text-muted-foreground">no recorded answer</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ProposedPlaybook({ playbook }: { playbook: TriageView['playbook'] }) {
  const routes = useRoutes();
  if (!playbook) return <span>No playbook proposed</span>;
  return (
    <Link
      href={routes.playbook(playbook.slug)}
      className="inline-flex items-center gap-1.5 text-accent hover:underline"
    >
      <Workflow aria-hidden className="size-3.5" /> {playbook.title}
    </Link>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-1.5 font-medium text-muted-foreground text-xs">{title}</h3>
    {children}
  </section>
);
